import type { JobInput } from "../../contracts/job.js";
import { endJob } from "../../store/endings.js";
import { markHandedOver } from "../../store/starts.js";
import { BATCH, CALL_MS, forEach, type Servers } from "./servers.js";

/** A submit that is under way hands its job over by itself. */
const GRACE_SECONDS = 1;

/** Of one turn: many jobs may be due at once, and the other steps have their turn too. */
const TURN_MS = 2000;

interface Waiting {
  id: string;
  workflow: string;
  input: JobInput;
}

/** Starts the jobs that are due or that Temporal was not seen to have: the most urgent first, then the oldest. */
export async function handOverWaiting(servers: Servers): Promise<void> {
  const deadline = Date.now() + TURN_MS;
  for (let isMore = true; isMore && Date.now() < deadline; ) {
    const waiting = await servers.db.query<Waiting>(
      `select id, workflow, input from jobs
       where handed_over_at is null and state = 'PENDING' and not cancel_requested
         and coalesce(due_at, submitted_at) <= now() and (due_at is not null or submitted_at < now() - make_interval(secs => $1))
       order by priority, coalesce(due_at, submitted_at) limit $2`,
      [GRACE_SECONDS, BATCH],
    );
    await forEach(waiting, (job) => startJob(servers, job));
    isMore = waiting.length === BATCH;
  }
}

/** Starts a job's workflow, or joins it; a job that Temporal refuses for good fails. */
export async function startJob({ db, temporal, log }: Servers, { id, workflow, input }: Waiting): Promise<void> {
  try {
    await temporal.start(workflow, input, CALL_MS);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const failure = { type: "Internal", message: `Temporal refused to start the job: ${causeOf(error).message}` } as const;
    if (await endJob(db, id, { state: "FAILURE", error: failure })) {
      log.error({ job: id, type: failure.type, error: failure.message, err: error }, "job failed");
    }
    return;
  }
  await markHandedOver(db, id);
  log.info({ job: id }, "job handed to Temporal");
}

/** gRPC's INVALID_ARGUMENT: it would say so each time. */
function isRefusal(error: unknown): boolean {
  return (causeOf(error) as { code?: unknown }).code === 3;
}

function causeOf(error: unknown): Error {
  const { cause } = error as { cause?: unknown };
  return cause instanceof Error ? cause : (error as Error);
}
