import type { Api } from "../api/api.js";
import type { Job } from "../api/types.js";
import { EXIT } from "../exit-status.js";
import { goesOn } from "../interrupt.js";
import type { Screen } from "../screen.js";
import { reportFailure, statusOf } from "./ending.js";
import { FollowTimeout, followJob } from "./follow-job.js";
import { createProgressDisplay } from "./progress-display.js";

/**
 * Shows a job's progress to its end, then what came out; sets the exit status.
 *
 * @param showResult called for a job that succeeded, unless JSON was asked for: then the job is written
 */
export async function followToEnd(
  api: Api,
  screen: Screen,
  id: string,
  options: { timeoutSeconds?: number | undefined; showResult(job: Job): void },
): Promise<void> {
  const display = createProgressDisplay(screen);
  const job = await followJob(api, id, { timeoutSeconds: options.timeoutSeconds, onChange: display.show })
    .catch((error: unknown) => (error instanceof FollowTimeout ? error : Promise.reject(withId(error, id))))
    .finally(() => display.end());
  if (job instanceof FollowTimeout) {
    if (screen.json) screen.document(job.job);
    screen.note(`Not done in time: ${job.message}.\n${goesOn(id)}`);
    process.exitCode = EXIT.timeout;
    return;
  }
  process.exitCode = statusOf(job);
  if (screen.json) screen.document(job);
  else if (job.successful) options.showResult(job);
  if (!job.successful) reportFailure(screen, job);
}

/** A job goes on where its service cannot be reached; whoever followed it is told which one it was. */
function withId(error: unknown, id: string): unknown {
  if (error instanceof Error && error.name === "Unreachable") error.message += `\n${goesOn(id)}`;
  return error;
}
