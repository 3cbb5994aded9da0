import { createReadStream, createWriteStream } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { LeftOut } from "../science/novelty/calibration.js";
import type { Fold } from "../science/novelty/left-out.js";
import { measure } from "../science/novelty/measures.js";
import { type ReferenceMember, Richness } from "../science/novelty/members.js";
import { equals, type Neighbour, readNeighbours } from "../science/novelty/neighbours.js";
import { parseSintax } from "../science/sintax.js";
import { textLines } from "../science/text-lines.js";
import type { Vsearch } from "../tools/vsearch.js";
import { countLines, expectCount } from "./counts.js";
import { referenceRecords } from "./reference-members.js";
import type { StageContext } from "./stage-context.js";

/** What a calibration needs of its attempt. */
export type Attempt = Pick<StageContext, "folder" | "signal" | "kill" | "onLog" | "onWait" | "memoryScale" | "ran" | "progress" | "warn">;

export interface FoldInput {
  /** The checked reference, as a file. */
  reference: string;
  /** Of the reference, highest first; those at which novelty is judged. */
  ranks: readonly string[];
  judged: readonly string[];
  members: readonly ReferenceMember[];
  cut: (sequence: string) => string | null;
  seed: number;
}

export interface FoldAnswer {
  /** For each judged rank. */
  leftOut: LeftOut[][];
  /** Of the nearest reference to those of which a relative is left: the next higher judged taxon. */
  relatives: number[];
}

/** Takes a part of the reference away and looks at it with what is left, as if it came from samples. */
export async function judgeFold(
  { vsearch, threads }: { vsearch: Vsearch; threads: number },
  input: FoldInput,
  fold: Fold,
  number: number,
  context: Attempt,
): Promise<FoldAnswer> {
  const [queries, rest, hits, names] = ["queries.fasta", "rest.fasta", "hits.tsv", "names.tsv"].map((file) =>
    join(context.folder, `${number}-${file}`),
  ) as [string, string, string, string];
  const asked = await divide(input, fold, queries, rest, context.signal);
  context.ran(await vsearch.nearest({ queries, reference: rest, hits, strand: "plus", threads }, context));
  const neighbours = new Map<string, Neighbour[]>();
  for await (const [query, found] of readNeighbours(textLines(createReadStream(hits, { encoding: "utf8", signal: context.signal }))))
    neighbours.set(query, found);
  expectCount("calibrate_novelty", "vsearch", asked, neighbours.size);
  context.ran(
    await vsearch.classify({ features: queries, reference: rest, assignments: names, strand: "plus", seed: input.seed }, context),
  );
  expectCount("calibrate_novelty", "vsearch", asked, await countLines(names, context.signal));
  const assignments = parseSintax(await readFile(names, "utf8"), input.ranks);
  const confidences = new Map(
    assignments.map(({ feature, names: given }) => [Number(feature), new Map(given.map(({ rank, confidence }) => [rank, confidence]))]),
  );
  // A large reference, four times over, would fill the disk.
  await Promise.all([queries, rest, hits, names].map((file) => rm(file)));
  return answersOf(input, fold, number, neighbours, (at, rank) => confidences.get(at)?.get(rank) ?? 0);
}

/** Sequences are named by their places. @returns how many are asked about */
async function divide({ reference, cut }: FoldInput, fold: Fold, queries: string, rest: string, signal: AbortSignal): Promise<number> {
  const asked = new Set([...fold.known, ...fold.novel.flat()]);
  const left = async function* () {
    for await (const { at, name, sequence } of referenceRecords(reference, signal)) {
      if (!fold.gone.has(at)) yield `>${at}${name.slice(name.indexOf(";tax="))};\n${sequence}\n`;
    }
  };
  const leftOut = async function* () {
    for await (const { at, sequence } of referenceRecords(reference, signal)) if (asked.has(at)) yield `>${at}\n${cut(sequence)}\n`;
  };
  await pipeline(left(), createWriteStream(rest), { signal });
  await pipeline(leftOut(), createWriteStream(queries), { signal });
  return asked.size;
}

function answersOf(
  { judged, members }: FoldInput,
  fold: Fold,
  number: number,
  neighboursOf: ReadonlyMap<string, Neighbour[]>,
  confidenceOf: (at: number, rank: string) => number,
): FoldAnswer {
  const richness = judged.map(() => new Richness());
  for (const [at, { taxa, below }] of members.entries()) {
    if (!fold.gone.has(at)) for (const [rank, rich] of richness.entries()) rich.add(taxa[rank] ?? null, below[rank] ?? null);
  }
  const stays = (at: number, rank: number) => (richness[rank]?.of(members[at]?.taxa[rank] ?? "") ?? 0) > 0;
  const leftOut = judged.map((rank, index) => {
    const taxonOf = (target: string) => members[Number(target)]?.taxa[index] ?? target;
    const toExample = (isNovel: boolean, isCounted: boolean) => (at: number) => {
      const neighbours = neighboursOf.get(String(at)) ?? [];
      const measures = measure({
        neighbours,
        confidence: confidenceOf(at, rank),
        taxonOf,
        richnessOf: (taxon) => richness[index]?.of(taxon) ?? 0,
      });
      return { fold: number, taxon: taxonOf(String(at)), isNovel, isCounted, isEqual: equals(neighbours[0]), measures };
    };
    const lower = fold.novel.slice(index + 1).flat();
    const isLowest = index === judged.length - 1;
    return [
      ...(fold.novel[index] ?? []).map(toExample(true, true)),
      ...lower.filter((at) => stays(at, index)).map(toExample(false, true)),
      ...fold.known.filter((at) => stays(at, index)).map(toExample(false, isLowest)),
    ];
  });
  const lowest = fold.novel.at(-1) ?? [];
  const related = judged.length < 2 ? lowest : lowest.filter((at) => stays(at, judged.length - 2));
  return { leftOut, relatives: related.map((at) => neighboursOf.get(String(at))?.[0]?.identity ?? 0) };
}
