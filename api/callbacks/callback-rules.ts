export interface CallbackRules {
  /** Before the second attempt; doubled each time, up to the longest. */
  firstWaitMs: number;
  longestWaitMs: number;
  /** After the end of the job; later attempts are not made. */
  giveUpMs: number;
  /** Of one attempt, from the look-up of the name to the answer. */
  attemptMs: number;
}

export const CALLBACK_RULES: CallbackRules = {
  firstWaitMs: 5000,
  longestWaitMs: 3_600_000,
  giveUpMs: 24 * 3_600_000,
  attemptMs: 10_000,
};

/** Jobs that end together are not all called again at once. */
const JITTER = 0.2;

/**
 * How long until the next attempt.
 *
 * @param attempts that were made
 * @param askedMs what the receiver asked for; heard up to the longest wait
 */
export function waitMs({ firstWaitMs, longestWaitMs }: CallbackRules, attempts: number, askedMs = 0): number {
  const doubled = Math.min(firstWaitMs * 2 ** (attempts - 1), longestWaitMs);
  return Math.max(doubled, Math.min(askedMs, longestWaitMs)) * (1 + Math.random() * JITTER);
}
