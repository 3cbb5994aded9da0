export { noop } from "./noop.js";
export { runAnalysis } from "./run-analysis.js";
