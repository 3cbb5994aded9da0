import type { RetryRule } from "../contracts/job.js";

/**
 * The wait before the next try: the rule's delay, doubled each time up to its cap, and up to a tenth more at random,
 * so that jobs that failed together do not come back together.
 *
 * @param tryNumber the try that failed, from 1
 * @param random 0 to 1
 */
export function nextDelayMs(rule: RetryRule, tryNumber: number, random: number): number {
  const seconds = Math.min(rule.capSeconds, rule.delaySeconds * 2 ** (tryNumber - 1));
  return Math.round(seconds * 1000 * (1 + 0.1 * random));
}
