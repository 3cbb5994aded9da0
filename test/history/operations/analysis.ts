import type { Client } from "../client.js";
import type { Operation } from "./operation.js";
import { type Submission, submit } from "./submit.js";

/** Real tools, for some seconds each: no two analyses have the same `min_size`, so that denoising is never reused. */
export const analysis: Operation = {
  name: "run_analysis",
  weight: 3,
  run: (client) => submit(client, newAnalysis(client)),
};

/** The files of `prepareData`. */
export const REFERENCE = "silva-138.2-seed-v4.sintax.fasta.gz";
export const READS = "slow.fasta";
export const SAMPLES = "samples.csv";

export function newAnalysis({ random, board }: Client): Submission {
  const minSize = 4 + board.token();
  const ofSamples = random.chance(0.5);
  const parameters = ofSamples ? { marker: "16S-V4", min_size: 4, seed: minSize } : { min_size: minSize };
  return {
    task: "run_analysis",
    params: { dataset_path: ofSamples ? SAMPLES : READS, reference: REFERENCE, parameters },
    options: { max_retries: 20, retry_delay: 0.3, tags: ["history"] },
    expected: { state: "SUCCESS" },
  };
}
