import type { Entry, Facts, Phase } from "../../history/history.js";
import { payloadHash } from "../../history/checks/effects.js";
import type { FinalJob } from "../../history/records.js";

/** Entries as they would be written: each call is an invoke and what came of it. */
export function historyOf(
  ...calls: { client?: string; op: string; ms?: number; phase?: Exclude<Phase, "invoke">; asked?: Facts; told?: Facts }[]
) {
  return calls.flatMap(({ client = "client-1", op, ms, phase = "ok", asked = {}, told = {} }, index): Entry[] => {
    const common = { client, op, call: index + 1, ms: ms ?? index * 10 };
    return [
      { ...common, phase: "invoke", ...asked },
      { ...common, phase, ...asked, ...told },
    ];
  });
}

export const submitted = (job = "job_a", key = "key-a") => ({
  op: "submit",
  asked: { key, expected: { state: "SUCCESS" as const, payloadBytes: 1001 } },
  told: { job, httpStatus: 202 },
});

export const saw = (state: FinalJob["state"], percent = 0, more: { job?: string; client?: string; ms?: number; stage?: string } = {}) => {
  const { job = "job_a", stage = "wait", ...rest } = more;
  return { op: "read", asked: { job }, told: { httpStatus: 200, seen: [{ job, state, percent, stage, attempt: 1 }] }, ...rest };
};

/** A noop that did all right, but for what is said. */
export function job(but: Partial<FinalJob> = {}): FinalJob {
  const sha256 = payloadHash(1001);
  return {
    id: "job_a",
    key: "key-a",
    state: "SUCCESS",
    parent: null,
    workflow: but.id ?? "job_a",
    result: { seconds: 0, attempts: 1, payload_bytes: 1001 },
    errorType: null,
    events: (["PENDING", "STARTED", "PROGRESS", "SUCCESS"] as const).map((state) => ({ type: "state", state })),
    attempts: [{ stage: "wait", subject: "", state: "ran", startedMs: 1000, endedMs: 2000 }],
    artifacts: [{ name: "payload.txt", sha256, sizeBytes: 1001 }],
    delivered: { "payload.txt": sha256 },
    startedMs: 1000,
    finishedMs: 2000,
    execution: { ending: "Completed", completed: { wait: 1 }, mostAttempts: 1 },
    ...but,
  };
}

export const revoked = (but: Partial<FinalJob> = {}): FinalJob =>
  job({
    state: "REVOKED",
    result: null,
    events: (["PENDING", "STARTED", "REVOKED"] as const).map((state) => ({ type: "state", state })),
    attempts: [{ stage: "wait", subject: "", state: "cancelled", startedMs: 1000, endedMs: 2000 }],
    artifacts: [],
    delivered: {},
    execution: { ending: "Canceled", completed: {}, mostAttempts: 1 },
    ...but,
  });
