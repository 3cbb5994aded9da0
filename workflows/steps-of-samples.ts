import type { Story } from "./job.js";
import type { Stage } from "./stage.js";

/** Activities that a stage of all samples is at most. */
const MOST_ACTIVITIES = 100;

/**
 * Steps for each of many samples. Above a hundred several share an activity, so that the workflow's history stays short: Temporal warns
 * above 10,240 events, and a sample of its own takes about 24.
 *
 * @returns gives them where a sample is begun: with the first one's scope all are cancelled
 */
export function stepsOfSamples({ stage, sharing }: Pick<Story, "stage" | "sharing">, samples: number): () => { stage: Stage } {
  const together = Math.ceil(samples / MOST_ACTIVITIES);
  if (together <= 1) return () => ({ stage });
  let shared: { stage: Stage } | undefined;
  return () => (shared ??= { stage: sharing(together) });
}
