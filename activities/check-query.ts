import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { ImportedFile } from "../contracts/analysis.js";
import type { CheckedQuery, QueryBatch } from "../contracts/blast.js";
import { BlockWriter } from "../science/block-writer.js";
import { FormatError } from "../science/format-error.js";
import { lineBatches } from "../science/line-batches.js";
import { NameTally } from "../science/name-tally.js";
import { normaliseFasta } from "../science/normalise-fasta.js";
import { bytesOf, reading } from "./check-files.js";
import { thousands } from "./counts.js";
import type { StageContext } from "./stage-context.js";

/** Bases that are searched at once: what blastn holds in memory follows from it. */
const BATCH_BASES = 5_000_000;

/** A batch's hits are counted in rows, not in bases. */
const BATCH_QUERIES = 20_000;

/** Shorter ones are found by blastn-short alone. */
export const SHORT_QUERY = 50;

/**
 * Reads the sequences to search for to their end, and divides them.
 *
 * @throws {JobFailure} InvalidInput, with file and line
 */
export async function checkQuery(context: StageContext, file: ImportedFile, program: string): Promise<CheckedQuery> {
  const path = join(context.folder, "query.fasta");
  const names = new NameTally();
  const { sequences: count } = await reading(file, () =>
    normaliseFasta(bytesOf(context, file.artifact, 1), createWriteStream(path), (title, line) => {
      const name = title.trimStart().split(/[ \t]/, 1)[0] ?? "";
      if (name === "") throw new FormatError("the sequence has no name", line);
      names.add(name);
      return name;
    }),
  );
  const { batches, short } = await divide(context, path);
  const of = (part: number) => `${thousands(part)} of ${thousands(count)} queries`;
  if (names.repeated > 0) context.warn(`${of(names.repeated)} bear the name of an earlier one`);
  if (short > 0 && program !== "blastn-short")
    context.warn(`${of(short)} are shorter than ${SHORT_QUERY} bases; program blastn-short with evalue 0.001 finds what they are like`);
  return { batches, count };
}

async function divide(context: StageContext, path: string): Promise<{ batches: QueryBatch[]; short: number }> {
  const batches: QueryBatch[] = [];
  let short = 0;
  let open = begin(context, 0);
  const close = async () => {
    await open.writer.end();
    batches.push({ sequences: (await context.keep(open.path)).artifact, count: open.count });
  };
  try {
    for await (const { lines } of lineBatches(createReadStream(path, { highWaterMark: 1 << 18, signal: context.signal }))) {
      for (const line of lines) {
        const isTitle = line[0] === 0x3e;
        if (isTitle && (open.bases >= BATCH_BASES || open.count >= BATCH_QUERIES)) {
          await close();
          open = begin(context, batches.length);
        }
        if (isTitle) open.count++;
        else {
          open.bases += line.length;
          if (line.length < SHORT_QUERY) short++;
        }
        open.writer.write(line);
        open.writer.write("\n");
      }
      await open.writer.drained();
    }
    await close();
  } finally {
    open.target.destroy();
  }
  await rm(path);
  return { batches, short };
}

function begin(context: StageContext, number: number) {
  const path = join(context.folder, `batch-${number}.fasta`);
  const target = createWriteStream(path);
  return { path, target, writer: new BlockWriter(target), count: 0, bases: 0 };
}
