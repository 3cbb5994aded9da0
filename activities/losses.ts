import pLimit from "p-limit";
import { JobFailure } from "../contracts/failures.js";

/** What an attempt tells with each beat; the next one gets the last of them. */
export interface Beat {
  attempt: number;
  checkpoint: unknown;
  /** How many attempts before it lost their worker while they ran. */
  losses: number;
  /** false while it waits for its turn: should its worker be lost now, it is not the cause. */
  isRunning: boolean;
}

/** Then it is taken for the cause. */
const MOST_LOSSES = 5;

/** From then on it may be the cause. */
const SUSPECT_LOSSES = 2;

/** Of this process: of stages that may be the cause one runs at a time, so that the cause harms the others twice and no more. */
const turns = pLimit(1);

/** What an attempt before this one told last; undefined where none did. Attempts of older releases told their checkpoint alone. */
export function beatOf(details: unknown): Beat | undefined {
  return typeof details === "object" && details !== null && "isRunning" in details ? (details as Beat) : undefined;
}

/** @param last the last beat of an earlier attempt. Attempts that never beat ran: only suspects wait, and they beat at once */
export function lossesBefore(last: Beat | undefined, attempt: number): number {
  return last ? last.losses + (last.isRunning ? 1 : 0) + Math.max(0, attempt - 1 - last.attempt) : attempt - 1;
}

/** @throws {JobFailure} WorkerLost */
export function refuseTheCause(losses: number): void {
  if (losses < MOST_LOSSES) return;
  throw new JobFailure("WorkerLost", "the job lost its worker again and again; it is not started any more");
}

export interface Turn {
  /** It does not run before it has its turn. */
  wait(): void;
  begin(): Promise<void>;
}

/** Runs what may be the cause in its turn, and everything else at once. Aborted, it leaves the queue at once: another's turn may take hours. */
export async function inTurn<T>(losses: number, signal: AbortSignal, turn: Turn, work: () => Promise<T>): Promise<T> {
  if (losses < SUSPECT_LOSSES) return work();
  signal.throwIfAborted();
  turn.wait();
  return new Promise<T>((resolve, reject) => {
    const leave = () => reject(signal.reason as Error);
    signal.addEventListener("abort", leave, { once: true });
    void turns(async () => {
      signal.removeEventListener("abort", leave);
      if (!signal.aborted) await turn.begin().then(work).then(resolve, reject);
    });
  });
}
