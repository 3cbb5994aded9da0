export { chain } from "./chain.js";
export { chord } from "./chord.js";
export { group } from "./group.js";
export { installReference } from "./install-reference.js";
export { memberPage } from "./member-page.js";
export { noop } from "./noop.js";
export { runAnalysis } from "./run-analysis.js";
export { runMultipleAnalyses } from "./run-multiple-analyses.js";
