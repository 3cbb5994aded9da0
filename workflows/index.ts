export { noop } from "./noop.js";
