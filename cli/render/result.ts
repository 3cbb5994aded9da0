import type { Job } from "../api/types.js";
import { isAnalysis, renderAnalysis } from "./analysis.js";
import { renderEnd } from "./job.js";
import { plain } from "./text.js";

/** A job's result for people: an analysis as tables, any other as JSON. */
export function renderResult(job: Job): string {
  const body = isAnalysis(job.result) ? renderAnalysis(job.result, job.id) : plain(JSON.stringify(job.result, null, 2));
  return `${renderEnd(job)}\n\n${body}`;
}
