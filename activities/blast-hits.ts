import { createReadStream } from "node:fs";
import { join } from "node:path";
import { BLAST_FIELDS, type BlastHits, STANDARD_FIELDS } from "../contracts/blast.js";
import { JobFailure } from "../contracts/failures.js";
import type { CheckedReference } from "../contracts/analysis.js";
import type { JobArtifact } from "../contracts/artifact.js";
import { type BlastCounts, placeOf, readBlastHits } from "../science/blast-hits.js";
import { FormatError } from "../science/format-error.js";
import { lineBatches } from "../science/line-batches.js";
import { fromSintaxLineage, type Name } from "../science/lineage.js";
import { displayName } from "../science/ranks.js";
import { tsvRow } from "../science/tsv.js";
import { expectCount } from "./counts.js";
import type { StageContext } from "./stage-context.js";
import { writeBlocks } from "./write-blocks.js";

const SUBJECT = BLAST_FIELDS.indexOf("sseqid");

export interface Subject {
  /** Its name as BLAST would show it: the title up to the first blank. */
  label: string;
  names: Name[];
}

/**
 * Keeps the rows of what blastn wrote, when it is whole.
 *
 * @throws {JobFailure} CountMismatch
 */
export async function keepRows(context: StageContext, path: string, queries: number): Promise<BlastHits> {
  const rows = join(context.folder, "rows.tsv");
  const counts = await writeBlocks(rows, (writer) =>
    wholeHits(context, path, queries, (row) => writer.write(Buffer.from(`${row}\n`, "latin1"))),
  );
  const { hits, queriesWithHits } = counts;
  return { rows: (await context.keep(rows)).artifact, hits, queriesWithHits };
}

/** @throws {JobFailure} CountMismatch where blastn did not tell of every query */
export async function wholeHits(context: StageContext, path: string, queries: number, onRow: (row: string) => void): Promise<BlastCounts> {
  const counts = await readBlastHits(createReadStream(path, { highWaterMark: 1 << 18, signal: context.signal }), onRow).catch(
    (error: unknown) => {
      throw error instanceof FormatError ? new JobFailure("CountMismatch", error.message, { cause: error }) : error;
    },
  );
  expectCount("search_blast", "blastn", queries, counts.queries);
  return counts;
}

/** The subjects at some places of a reference. */
export async function subjectsOf(
  context: StageContext,
  reference: Pick<CheckedReference, "subjects">,
  places: ReadonlySet<number>,
): Promise<Map<number, Subject>> {
  const found = new Map<number, Subject>();
  const path = await context.pathOf(reference.subjects);
  for await (const { first, lines } of lineBatches(createReadStream(path, { highWaterMark: 1 << 18, signal: context.signal }))) {
    for (const [index, line] of lines.entries()) {
      const place = first + index - 1;
      if (!places.has(place)) continue;
      const [label = "", lineage = ""] = line.toString("utf8").split("\t");
      found.set(place, { label, names: fromSintaxLineage(lineage) });
    }
  }
  return found;
}

/** `hits.tsv` with names, and `hits.outfmt6.tsv` as blastn alone writes it. */
export async function writeHitTables(
  context: StageContext,
  parts: readonly BlastHits[],
  reference: CheckedReference,
): Promise<JobArtifact[]> {
  const places = new Set<number>();
  for await (const cells of rowsOf(context, parts)) places.add(placeOf(cells[SUBJECT] as string));
  const subjects = await subjectsOf(context, reference, places);
  const [named, plain] = [join(context.folder, "hits.tsv"), join(context.folder, "hits.outfmt6.tsv")];
  await writeBlocks(named, (namedRows) =>
    writeBlocks(plain, async (plainRows) => {
      namedRows.write(tsvRow([...BLAST_FIELDS, ...reference.ranks, "lineage"]));
      for await (const cells of rowsOf(context, parts)) {
        const { label, names } = subjects.get(placeOf(cells[SUBJECT] as string)) as Subject;
        const fields = cells.with(SUBJECT, label);
        const shown = new Map(names.map(({ rank, name }) => [rank, displayName(name)]));
        const lineage = names.map(({ rank, name }) => `${rank}:${name}`).join(";");
        namedRows.write(tsvRow([...fields, ...reference.ranks.map((rank) => shown.get(rank) ?? ""), lineage]));
        plainRows.write(`${fields.slice(0, STANDARD_FIELDS.length).join("\t")}\n`);
        await namedRows.drained();
        await plainRows.drained();
      }
    }),
  );
  const table = async (name: string, path: string): Promise<JobArtifact> => {
    const { sha256, sizeBytes } = await context.keep(path);
    return { name, sha256, size_bytes: sizeBytes, media_type: "text/tab-separated-values" };
  };
  return [await table("hits.tsv", named), await table("hits.outfmt6.tsv", plain)];
}

async function* rowsOf(context: StageContext, parts: readonly BlastHits[]): AsyncGenerator<string[]> {
  for (const { rows } of parts) {
    const bytes = createReadStream(await context.pathOf(rows), { highWaterMark: 1 << 18, signal: context.signal });
    for await (const { lines } of lineBatches(bytes)) for (const line of lines) yield line.toString("utf8").split("\t");
  }
}
