/** The states of a job. What each means stands in docs/jobs.md. */
export const STATES = ["PENDING", "STARTED", "PROGRESS", "RETRY", "PAUSED", "SUCCESS", "FAILURE", "REVOKED"] as const;

export type State = (typeof STATES)[number];

export const FINAL_STATES = ["SUCCESS", "FAILURE", "REVOKED"] as const satisfies readonly State[];

export type FinalState = (typeof FINAL_STATES)[number];

export const OPEN_STATES = ["PENDING", "STARTED", "PROGRESS", "RETRY", "PAUSED"] as const satisfies readonly State[];

export function isFinal(state: State): state is FinalState {
  return (FINAL_STATES as readonly State[]).includes(state);
}
