import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { BlastIndex, CheckedReference, Classified, FeatureSet } from "../contracts/analysis.js";
import { BLAST_FIELDS } from "../contracts/blast.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { placeOf } from "../science/blast-hits.js";
import { type LcaAssignment, type LcaHit, lowestCommonAncestor, voters } from "../science/blast-lca.js";
import { type FastaRecord, fastaText } from "../science/fasta-records.js";
import type { Blast } from "../tools/blast.js";
import { subjectsOf, wholeHits } from "./blast-hits.js";
import { openIndex } from "./blast-index.js";
import { SHORT_QUERY } from "./check-query.js";
import { expectCount, thousands } from "./counts.js";
import { listRecords } from "./list-records.js";
import type { StageContext } from "./stage-context.js";
import type { StageRunner } from "./stage-runner.js";

export interface LcaActivityDeps {
  stages: StageRunner;
  blast: Blast;
  threads: number;
}

interface ClassifyInput {
  run: StageRun;
  features: FeatureSet;
  reference: CheckedReference;
  index: BlastIndex;
  format: "fasta" | "fastq";
  parameters: AnalysisParameters;
}

interface Hit extends LcaHit {
  place: number;
}

/** Most hits of a feature: with fewer, species that are as good would not be seen. */
const TARGETS = 500;

export function createLcaActivities({ stages, blast, threads }: LcaActivityDeps) {
  return {
    /** Names features by their best BLAST hits. Every share is kept: `min_confidence` is applied afterwards. */
    async classifyByBlast(input: ClassifyInput): Promise<StageOutput<Classified>> {
      const { run, features, reference, index, parameters } = input;
      // Merged reads lie in the marker's direction; sequences from elsewhere may not.
      const strand = input.format === "fasta" ? "both" : "plus";
      const { species_identity } = parameters;
      if (species_identity === undefined) throw new Error("classify_by_blast needs a species identity");
      const ingredients = {
        method: METHOD,
        features: features.sequences,
        reference: reference.sequences,
        ranks: reference.ranks.join(),
        strand,
        species_identity,
      };
      return stages.run(run, { tools: ["blast"], ingredients }, async (context) => {
        const records = await listRecords(await context.pathOf(features.sequences));
        expectCount(run.stage, "the set of features", features.features, records.length);
        const searched = await searchAll(context, { blast, index, threads, strand }, records);
        // Twice, so that no more than one feature's hits are held.
        const places = new Set<number>();
        let crowded = 0;
        await eachFeature(context, searched, (_, hits) => {
          const votes = voters(hits);
          for (const { place } of votes) places.add(place);
          if (isCrowded(hits, votes)) crowded++;
        });
        warnOfCrowded(context, crowded);
        const subjects = await subjectsOf(context, reference, places);
        const rules = { ranks: reference.ranks, speciesIdentity: species_identity };
        const lines = new Map(records.map(({ name }) => [name, lineOf(lowestCommonAncestor(name, [], rules))]));
        await eachFeature(context, searched, (feature, hits) => {
          const votes = voters(hits).map((hit) => ({ ...hit, names: subjects.get(hit.place)?.names ?? [] }));
          lines.set(feature, lineOf(lowestCommonAncestor(feature, votes, rules)));
        });
        const assignments = join(context.folder, "lca.jsonl");
        await pipeline(lines.values(), createWriteStream(assignments), { signal: context.signal });
        return { assignments: (await context.keep(assignments)).artifact };
      });
    },
  };
}

/** Changed with how votes are counted. */
const METHOD = 1;

interface Search {
  blast: Blast;
  index: BlastIndex;
  threads: number;
  strand: "plus" | "both";
}

/** What blastn wrote, and of how many features it tells. */
interface Searched {
  path: string;
  queries: number;
}

/** Short features are searched in their own way. */
async function searchAll(
  context: StageContext,
  { blast, index, threads, strand }: Search,
  records: readonly FastaRecord[],
): Promise<Searched[]> {
  const searched: Searched[] = [];
  const opened = await openIndex(context, index);
  const isShort = ({ sequence }: FastaRecord) => sequence.length < SHORT_QUERY;
  for (const { program, evalue, wanted } of [
    { program: "blastn", evalue: 1e-10, wanted: records.filter((record) => !isShort(record)) },
    { program: "blastn-short", evalue: 1e-3, wanted: records.filter(isShort) },
  ] as const) {
    if (wanted.length === 0) continue;
    const [queries, hits] = [join(context.folder, `${program}.fasta`), join(context.folder, `${program}.txt`)];
    await writeFile(queries, wanted.map(fastaText).join(""));
    const options = ["-max_hsps", "1", "-strand", strand];
    context.ran(await blast.search({ queries, ...opened, hits, program, evalue, maxTargets: TARGETS, options, threads }, context));
    searched.push({ path: hits, queries: wanted.length });
  }
  return searched;
}

/** The hits of each feature that has any, best first: blastn writes one feature after the other. */
async function eachFeature(context: StageContext, searched: readonly Searched[], onFeature: (feature: string, hits: Hit[]) => void) {
  for (const { path, queries } of searched) {
    let [feature, hits]: [string, Hit[]] = ["", []];
    const close = () => {
      if (hits.length > 0) onFeature(feature, hits);
      hits = [];
    };
    await wholeHits(context, path, queries, (row) => {
      const found = toHit(row);
      if (found.feature !== feature) close();
      feature = found.feature;
      hits.push(found.hit);
    });
    close();
  }
}

/** @param row of `BLAST_FIELDS` */
function toHit(row: string): { feature: string; hit: Hit } {
  const cells = row.split("\t");
  const at = (field: (typeof BLAST_FIELDS)[number]) => cells[BLAST_FIELDS.indexOf(field)] as string;
  // qcovs is rounded to whole per cent.
  const covered = Number(at("qend")) - Number(at("qstart")) + 1;
  const coverage = Math.round((10_000 * covered) / Number(at("qlen"))) / 100;
  const hit = { place: placeOf(at("sseqid")), bitScore: Number(at("bitscore")), identity: Number(at("pident")), coverage };
  return { feature: at("qseqid").replace(/;size=\d+;?$/, ""), hit };
}

/** Whether hits that were not asked for may be as good as those that vote. */
function isCrowded(hits: readonly Hit[], votes: readonly Hit[]): boolean {
  const last = hits.at(-1);
  return last !== undefined && hits.length >= TARGETS && votes.some(({ bitScore }) => bitScore <= last.bitScore);
}

function warnOfCrowded(context: StageContext, crowded: number): void {
  if (crowded > 0) context.warn(`${thousands(crowded)} features have more hits that are as good as the best than the ${TARGETS} that vote`);
}

function lineOf(assignment: LcaAssignment): string {
  return `${JSON.stringify(assignment)}\n`;
}
