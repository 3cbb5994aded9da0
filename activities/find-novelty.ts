import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CheckedReference, Classified } from "../contracts/analysis.js";
import type { Artifact } from "../contracts/artifact.js";
import { fastaRecords } from "../science/fasta-records.js";
import type { ReferenceCalibration } from "../science/novelty/calibration.js";
import { type Finding, judge, type Surroundings } from "../science/novelty/findings.js";
import { memberOf, Richness } from "../science/novelty/members.js";
import { readNeighbours } from "../science/novelty/neighbours.js";
import { namesOfTitle } from "../science/reference-taxa.js";
import { parseSintax } from "../science/sintax.js";
import { textLines } from "../science/text-lines.js";
import type { Vsearch } from "../tools/vsearch.js";
import { expectCount, thousands } from "./counts.js";
import { referenceRecords } from "./reference-members.js";
import type { StageContext } from "./stage-context.js";

export interface FindNovelty {
  features: Artifact;
  reference: CheckedReference;
  classified: Classified;
  calibration: ReferenceCalibration;
  maxFalseNovelty: number;
  strand: "plus" | "both";
}

export interface Judgement {
  findings: Finding[];
  lineageOf: (target: string) => string;
}

/** Looks for the references nearest to each feature, and judges it by the calibration. */
export async function findNovelty(
  { vsearch, threads }: { vsearch: Vsearch; threads: number },
  input: FindNovelty,
  context: StageContext,
): Promise<Judgement> {
  const { calibration } = input;
  const [queries, reference, names] = (await Promise.all(
    [input.features, input.reference.sequences, input.classified.assignments].map((artifact) => context.pathOf(artifact)),
  )) as [string, string, string];
  const hits = join(context.folder, "hits.tsv");
  context.ran(await vsearch.nearest({ queries, reference, hits, strand: input.strand, threads }, context));
  // Twice, so that no more than one feature's neighbours are held.
  const neighbours = () => readNeighbours(textLines(createReadStream(hits, { encoding: "utf8", signal: context.signal })));
  const features: string[] = [];
  const lengths: number[] = [];
  for await (const { name, sequence } of fastaRecords(createReadStream(queries, { signal: context.signal }))) {
    features.push(name);
    lengths.push(sequence.length);
  }
  const near = new Set<string>();
  let told = 0;
  for await (const [, found] of neighbours()) {
    told++;
    for (const { target } of found) near.add(target);
  }
  expectCount("find_novelty", "vsearch", features.length, told);
  warnOfLengths(lengths, calibration.medianLength, context);
  const { lineageOf, ...surroundings } = await surroundingsOf(reference, input, near, context.signal);
  const assignments = new Map(parseSintax(await readFile(names, "utf8"), input.reference.ranks).map((found) => [found.feature, found]));
  const judged = new Map<string, Finding>();
  for await (const [feature, found] of neighbours()) {
    const named = assignments.get(feature) ?? { names: [] };
    judged.set(feature, judge(feature, found, named, surroundings, calibration, input.maxFalseNovelty));
  }
  const findings = features.map((feature) => judged.get(feature) as Finding);
  warnOfGaps(findings, context);
  return { findings, lineageOf };
}

/** Reads the reference once: what is near features is remembered, the rest is counted. @param near ids */
async function surroundingsOf(
  path: string,
  { reference, calibration }: FindNovelty,
  near: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Surroundings & { lineageOf: (target: string) => string }> {
  const ranks = calibration.ranks.map(({ rank }) => rank);
  const richness = ranks.map(() => new Richness());
  const titles = new Map<string, { taxa: readonly (string | null)[]; title: string }>();
  for await (const { name } of referenceRecords(path, signal)) {
    const { taxa, below } = memberOf(name, reference.ranks, ranks);
    for (const [at, rich] of richness.entries()) rich.add(taxa[at] ?? null, below[at] ?? null);
    const id = name.split(";", 1)[0] ?? "";
    if (near.has(id)) titles.set(id, { taxa, title: name });
  }
  return {
    taxonOf: (target, rank) => titles.get(target)?.taxa[ranks.indexOf(rank)] ?? target,
    richnessOf: (taxon, rank) => richness[ranks.indexOf(rank)]?.of(taxon) ?? 0,
    lineageOf: (target) =>
      namesOfTitle(titles.get(target)?.title ?? "")
        .map(({ rank, name }) => `${rank}:${name}`)
        .join(";"),
  };
}

/** Error rates hold for sequences like those of the calibration. */
function warnOfLengths(lengths: number[], calibrated: number, context: StageContext): void {
  const median = lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 0;
  if (median > 0.75 * calibrated && median < 1.33 * calibrated) return;
  context.warn(
    `novelty was calibrated on sequences of ${thousands(calibrated)} bases, and the features have ${thousands(median)}: error rates may be others; give \`marker\`, or a reference that is cut to it`,
  );
}

function warnOfGaps(findings: readonly Finding[], context: StageContext): void {
  const gaps = findings.filter(({ finding }) => finding === "gap").length;
  if (gaps === 0) return;
  context.warn(
    `${thousands(gaps)} of ${thousands(findings.length)} features have no close relative in the reference: that is a gap of the reference, not a discovery`,
  );
}
