import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Client } from "../client.js";
import type { Operation } from "./operation.js";
import { type Submission, submit } from "./submit.js";

/** Real tools, for some seconds each: half of the analyses have a sequence of their own, so that denoising is not reused. */
export const analysis: Operation = {
  name: "run_analysis",
  weight: 3,
  run: async (client) => submit(client, await newAnalysis(client)),
};

/** The files of `prepareData`. */
export const REFERENCE = "silva-138.2-seed-v4.sintax.fasta.gz";
export const READS = "slow.fasta";
export const SAMPLES = "samples.csv";

export async function newAnalysis(client: Client): Promise<Submission> {
  const token = client.board.token();
  const ofSamples = client.random.chance(0.5);
  const parameters = ofSamples ? { marker: "16S-V4", seed: token + 1 } : {};
  return {
    task: "run_analysis",
    params: { dataset_path: ofSamples ? SAMPLES : await ownReads(client, token), reference: REFERENCE, parameters },
    options: { max_retries: 20, retry_delay: 0.3, tags: ["history"] },
    expected: { state: "SUCCESS" },
  };
}

async function ownReads({ dataRoot }: Client, token: number): Promise<string> {
  const name = `reads-${token}.fasta`;
  const word = token
    .toString(4)
    .padStart(20, "0")
    .replace(/\d/g, (digit) => "ACGT"[Number(digit)] ?? "");
  await writeFile(join(dataRoot, name), `${await readFile(join(dataRoot, READS), "utf8")}>own;size=100\n${word.repeat(15)}\n`);
  return name;
}
