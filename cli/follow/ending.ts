import type { Job } from "../api/types.js";
import { EXIT } from "../exit-status.js";
import { renderError } from "../render/job.js";
import type { Screen } from "../screen.js";

/** The exit status that a final job stands for. */
export function statusOf(job: Pick<Job, "state">): number {
  return job.state === "SUCCESS" ? EXIT.success : EXIT.failed;
}

/** Says on standard error why a job has no result. */
export function reportFailure(screen: Screen, job: Job): void {
  if (job.state === "REVOKED") screen.note(`Job ${job.id} was cancelled.`);
  else screen.note(`Job ${job.id} failed.\n${job.error ? renderError(job.error) : "No reason was recorded."}`);
  if (job.members) screen.note(`Look closer:  avalanche status ${job.id}   avalanche list --parent ${job.id}`);
  else screen.note(`Look closer:  avalanche status ${job.id}   avalanche logs ${job.id}`);
}
