import { createReadStream, createWriteStream } from "node:fs";
import { readdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { BlastIndex, CheckedReference } from "../contracts/analysis.js";
import { fastaRecords } from "../science/fasta-records.js";
import type { Blast } from "../tools/blast.js";
import { expectCount } from "./counts.js";
import type { StageContext } from "./stage-context.js";

/** What the files of a database are called, without their endings. */
const NAME = "reference";

/**
 * Makes a BLAST database. Subjects are numbered: what publishers write into headers, BLAST would take apart.
 *
 * @throws {JobFailure} CountMismatch where sequences are missing from it
 */
export async function makeIndex(context: StageContext, blast: Blast, reference: CheckedReference): Promise<BlastIndex> {
  const sequences = join(context.folder, `${NAME}.fasta`);
  await pipeline(numbered(await context.pathOf(reference.sequences)), createWriteStream(sequences), { signal: context.signal });
  const run = await blast.makeDatabase(sequences, NAME, context);
  context.ran(run);
  const added = /added (\d+) sequences/.exec(run.log)?.[1];
  expectCount("index_reference", "the BLAST database", reference.count, Number(added ?? 0));
  await rm(sequences);
  const names = (await readdir(context.folder)).filter((name) => name.startsWith(`${NAME}.`)).sort();
  const files: BlastIndex["files"] = [];
  for (const name of names) files.push({ name, artifact: (await context.keep(join(context.folder, name))).artifact });
  return { files };
}

async function* numbered(path: string): AsyncGenerator<string> {
  let place = 0;
  for await (const { sequence } of fastaRecords(createReadStream(path, { highWaterMark: 1 << 18 }))) yield `>s${place++}\n${sequence}\n`;
}

/** Puts an index under its names into an attempt's folder. @returns the database, and the files behind it */
export async function openIndex(context: StageContext, index: BlastIndex): Promise<{ database: string; files: string[] }> {
  const files: string[] = [];
  for (const { name, artifact } of index.files) {
    const path = await context.pathOf(artifact);
    await symlink(path, join(context.folder, name));
    files.push(path);
  }
  return { database: join(context.folder, NAME), files };
}
