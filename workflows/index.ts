export { chain } from "./chain.js";
export { chord } from "./chord.js";
export { group } from "./group.js";
export { memberPage } from "./member-page.js";
export { noop } from "./noop.js";
export { runAnalysis } from "./run-analysis.js";
export { runCombinedAnalysis } from "./run-combined-analysis.js";
export { runMultipleAnalyses } from "./run-multiple-analyses.js";
