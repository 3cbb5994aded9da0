import { ApiProblem } from "../api/problem.js";
import type { Job } from "../api/types.js";
import { EXIT } from "../exit-status.js";
import { renderProblem } from "../render/problem.js";
import { openSession, type Session } from "../session.js";

/**
 * Does the same to several jobs, one after the other. One that is refused does not keep the others from it; it decides
 * the exit status.
 *
 * @param tell called with what came of each
 * @throws {Unreachable}
 */
export async function eachJob<T>(ids: readonly string[], act: (id: string) => Promise<T>, tell: (done: T) => unknown): Promise<void> {
  let status: number = EXIT.success;
  for (const id of new Set(ids)) {
    try {
      await tell(await act(id));
      status = Math.max(status, Number(process.exitCode ?? EXIT.success));
    } catch (error) {
      if (!(error instanceof ApiProblem) || ids.length === 1) throw error;
      process.stderr.write(`${id}: ${renderProblem(error.problem)}\n`);
      status = Math.max(status, error.status);
    }
  }
  process.exitCode = status;
}

/** The action of a command that changes jobs and answers them: a line each, or as JSON. */
export function changeJobs(change: (api: Session["api"], id: string) => Promise<Job>, lineOf: (job: Job) => string) {
  return async (ids: string[], options: { json?: boolean }): Promise<void> => {
    const { api, screen } = openSession(options);
    const jobs: Job[] = [];
    await eachJob(
      ids,
      (id) => change(api, id),
      (job) => (screen.json ? jobs.push(job) : screen.line(lineOf(job))),
    );
    if (screen.json) screen.document(ids.length === 1 ? jobs[0] : { jobs });
  };
}
