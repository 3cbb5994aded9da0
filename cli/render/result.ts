import type { Job } from "../api/types.js";
import { isAnalysis, renderAnalysis } from "./analysis.js";
import { renderEnd } from "./job.js";
import { isMembersResult, renderMembersResult } from "./members.js";
import { plain } from "./text.js";

/** A job's result for people: an analysis and the members of a job as tables, any other as JSON. */
export function renderResult(job: Job): string {
  return `${renderEnd(job)}\n\n${bodyOf(job)}`;
}

function bodyOf({ id, result }: Job): string {
  if (isAnalysis(result)) return renderAnalysis(result, id);
  return isMembersResult(result) ? renderMembersResult(result, id) : plain(JSON.stringify(result, null, 2));
}
