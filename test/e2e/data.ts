import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { loadConfig } from "../../config/config.js";
import { DevStack, EXAMPLES, type Job } from "./dev-stack.js";

/** Real data that the product does not ship. */
export const DATA = loadConfig().testData;

/** 50,000 sequences of 18S V4 with abundances, of Debian's package vsearch-examples. */
export const BIOMARKS = "/usr/share/doc/vsearch-examples/BioMarKs50k.fsa.gz";

export const REFERENCE = "examples/silva-138.2-seed-v4.sintax.fasta.gz";

/** The example community. */
export const example = { dataset_path: "examples/samples.csv", reference: REFERENCE, parameters: { marker: "16S-V4" } };

/** Files with the job's id and times. */
export const TELLS_OF_JOB: ReadonlySet<string> = new Set(["provenance.json", "ro-crate-metadata.json"]);

/** SHA-256 of each file that must be the same whatever happens to an analysis, by its name. @throws unless it succeeded */
export function sameFilesOf(job: Job): Record<string, string> {
  assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
  const { artifacts } = job.result as { artifacts: { name: string; sha256: string }[] };
  return Object.fromEntries(artifacts.filter(({ name }) => !TELLS_OF_JOB.has(name)).map(({ name, sha256 }) => [name, sha256]));
}

/** Why a test of this data is skipped; false where the data is there. */
export function needs(folder: string): string | false {
  return existsSync(join(DATA, folder)) ? false : `needs the test data, ${folder}`;
}

/** A stack with the examples under its data root, and those of these folders of the test data that are there. */
export async function stackWith(...folders: string[]): Promise<DevStack> {
  const stack = await DevStack.start();
  await cp(EXAMPLES, join(stack.dataRoot, "examples"), { recursive: true });
  for (const folder of folders) if (!needs(folder)) await cp(join(DATA, folder), join(stack.dataRoot, folder), { recursive: true });
  return stack;
}
