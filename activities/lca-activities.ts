import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BlastIndex, CheckedReference, Classified, FeatureSet } from "../contracts/analysis.js";
import { BLAST_FIELDS } from "../contracts/blast.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { placeOf } from "../science/blast-hits.js";
import { type LcaHit, lowestCommonAncestor, voters } from "../science/blast-lca.js";
import { type FastaRecord, fastaRecords, fastaText } from "../science/fasta-records.js";
import type { Blast } from "../tools/blast.js";
import { subjectsOf, wholeHits } from "./blast-hits.js";
import { openIndex } from "./blast-index.js";
import { SHORT_QUERY } from "./check-query.js";
import { expectCount, thousands } from "./counts.js";
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
      const ingredients = {
        method: METHOD,
        features: features.sequences,
        reference: reference.sequences,
        ranks: reference.ranks.join(),
        strand,
        species_identity,
      };
      return stages.run(run, { tools: ["blast"], ingredients }, async (context) => {
        const records: FastaRecord[] = [];
        for await (const record of fastaRecords(createReadStream(await context.pathOf(features.sequences)))) records.push(record);
        expectCount(run.stage, "the set of features", features.features, records.length);
        const found = await searchAll(context, { blast, index, threads, strand }, records);
        warnOfMany(context, found);
        const votes = new Map([...found].map(([feature, hits]) => [feature, voters(hits)]));
        const subjects = await subjectsOf(context, reference, new Set([...votes.values()].flat().map(({ place }) => place)));
        const rules = { ranks: reference.ranks, speciesIdentity: species_identity };
        const lines = records.map(({ name }) => {
          const named = (votes.get(name) ?? []).map((hit) => ({ ...hit, names: subjects.get(hit.place)?.names ?? [] }));
          return `${JSON.stringify(lowestCommonAncestor(name, named, rules))}\n`;
        });
        const assignments = join(context.folder, "lca.jsonl");
        await writeFile(assignments, lines.join(""));
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

/** The hits of each feature that has any; short ones are searched in their own way. */
async function searchAll(
  context: StageContext,
  { blast, index, threads, strand }: Search,
  records: FastaRecord[],
): Promise<Map<string, Hit[]>> {
  const found = new Map<string, Hit[]>();
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
    await wholeHits(context, hits, wanted.length, (row) => {
      const { feature, hit } = toHit(row);
      const known = found.get(feature);
      if (known) known.push(hit);
      else found.set(feature, [hit]);
    });
  }
  return found;
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

function warnOfMany(context: StageContext, found: ReadonlyMap<string, Hit[]>): void {
  const many = [...found.values()].filter((hits) => hits.length >= TARGETS && voters(hits).length === hits.length).length;
  if (many > 0) context.warn(`${thousands(many)} features have more hits that are as good as the best than the ${TARGETS} that vote`);
}
