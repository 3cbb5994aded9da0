import assert from "node:assert/strict";

/** What may follow what; a final state is followed by nothing. */
const NEXT: Record<string, string[]> = {
  PENDING: ["STARTED", "PAUSED", "FAILURE", "REVOKED"],
  STARTED: ["PROGRESS", "RETRY", "PAUSED", "SUCCESS", "FAILURE", "REVOKED"],
  PROGRESS: ["RETRY", "PAUSED", "SUCCESS", "FAILURE", "REVOKED"],
  RETRY: ["RETRY", "PROGRESS", "PAUSED", "SUCCESS", "FAILURE", "REVOKED"],
  PAUSED: ["PENDING", "STARTED", "PROGRESS", "RETRY", "FAILURE", "REVOKED"],
};

/** Of a job of which something ran: it is never pending again. */
const BEGUN = ["STARTED", "PROGRESS", "RETRY"];

/** The states that a job went through, by its events. @throws where one follows that cannot */
export function statesOf(events: readonly { state: string | null }[]): string[] {
  const states = events.flatMap(({ state }) => state ?? []);
  for (const [index, state] of states.slice(1).entries()) {
    const before = states[index] ?? "";
    assert.ok(NEXT[before]?.includes(state), `${before} -> ${state} in ${states.join(", ")}`);
    const hasRun = states.slice(0, index + 1).some((one) => BEGUN.includes(one));
    assert.ok(state !== "PENDING" || !hasRun, `PENDING again in ${states.join(", ")}`);
  }
  return states;
}

/** Whether a job can be seen in the one state and later in the other. */
export function mayBecome(before: string, later: string, passed: readonly string[] = BEGUN.includes(before) ? ["PENDING"] : []): boolean {
  if (before === later) return true;
  const next = (NEXT[before] ?? []).filter((state) => !passed.includes(state));
  return next.some((state) => mayBecome(state, later, [...passed, before]));
}
