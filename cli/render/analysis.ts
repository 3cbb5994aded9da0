import { type Novelty, renderNovelty } from "./novelty.js";
import { type Column, indented, table } from "./table.js";
import { count, cut, duration, oneLine, size } from "./text.js";

/** The result of `run_analysis`, as far as it is shown; `GET /tasks/run_analysis` has its full schema. */
export interface Analysis {
  samples: string[];
  /** Stage -> sample -> reads. */
  reads: Record<string, Record<string, number>>;
  features: number;
  feature_type: string;
  taxa: Taxon[];
  /** `ranks`: from the highest down, as the keys of a lineage; JSON from the service keeps no order of keys. */
  reference: { name: string; sequences: number; ranks: string[] } | null;
  novelty?: Novelty;
  warnings: string[];
  artifacts: { name: string; size_bytes: number }[];
  stages: { name: string; state: string; seconds: number; why?: string }[];
}

export interface Taxon {
  /** Rank -> name. */
  lineage: Record<string, string>;
  rank: string | null;
  reads: number;
  samples: Record<string, number>;
  confidence: number | null;
}

const TAXA_PER_SAMPLE = 10;
const SAMPLES_SHOWN = 12;
const ROWS_SHOWN = 40;
const FEW_SAMPLES = 6;

/** Whether a result is one that {@link renderAnalysis} can show. */
export function isAnalysis(result: unknown): result is Analysis {
  const given = result as Partial<Analysis> | null;
  return (
    typeof given === "object" &&
    given !== null &&
    ["samples", "taxa", "warnings", "artifacts", "stages"].every((name) => Array.isArray(given[name as keyof Analysis]))
  );
}

/** An analysis for people: counts, taxa, warnings, stages, files. */
export function renderAnalysis(analysis: Analysis, jobId: string): string {
  const parts = [
    renderHead(analysis),
    renderReads(analysis),
    renderTaxa(analysis),
    analysis.novelty ? renderNovelty(analysis.novelty) : "",
    renderWarnings(analysis.warnings),
    renderStages(analysis.stages),
    renderFiles(analysis.artifacts, jobId),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function renderHead({ samples, features, feature_type: type, reference }: Analysis): string {
  const found = `${plural(samples.length, "sample")}, ${plural(features, type)}`;
  return reference ? `${found}; names from ${oneLine(reference.name)} (${count(reference.sequences)} sequences)` : `${found} without names`;
}

/** Reads (pairs before merging) of each sample that are left after each stage: stages downwards where samples are few. */
export function renderReads(analysis: Pick<Analysis, "samples" | "reads" | "stages">): string {
  const stages = countedStages(analysis);
  if (stages.length === 0) return "";
  const samples = analysis.samples.slice(0, ROWS_SHOWN);
  const cell = (stage: string, sample: string) => {
    const reads = analysis.reads[stage]?.[sample];
    return reads === undefined ? "-" : count(reads);
  };
  const few = samples.length <= FEW_SAMPLES;
  const [down, across] = few ? [stages, samples] : [samples, stages];
  const rows = down.map((row) => [name(row), ...across.map((column) => (few ? cell(row, column) : cell(column, row)))]);
  const columns = [
    { heading: few ? "stage" : "sample" },
    ...across.map((heading) => ({ heading: name(heading), align: "right" as const })),
  ];
  const rest = analysis.samples.length - samples.length;
  const more = rest > 0 ? `\n  ... and ${plural(rest, "more sample")}: see reads.tsv` : "";
  return `Reads kept after each stage\n${indented(table(columns, rows))}${more}`;
}

/** The most abundant taxa of each sample; empty where nothing has a name. */
export function renderTaxa(
  analysis: Pick<Analysis, "samples" | "taxa" | "reads" | "stages" | "reference">,
  limit = TAXA_PER_SAMPLE,
): string {
  if (analysis.reference === null) return "";
  const shown = analysis.samples.slice(0, SAMPLES_SHOWN).map((sample) => taxaOf(sample, analysis, limit));
  const rest = analysis.samples.length - shown.length;
  return [...shown, ...(rest > 0 ? [`... and ${plural(rest, "more sample")}: see taxonomy.tsv and features.tsv`] : [])].join("\n\n");
}

export function renderWarnings(warnings: readonly string[]): string {
  return warnings.length === 0 ? "" : `Warnings\n${warnings.map((warning) => `  - ${oneLine(warning)}`).join("\n")}`;
}

/** Which stages ran, which were found from an earlier job, and why one ran again. */
export function renderStages(stages: Analysis["stages"]): string {
  const rows = stages.map((stage) => [stage.name, stage.state, duration(stage.seconds), oneLine(stage.why ?? "")]);
  return `Stages\n${indented(table([{ heading: "stage" }, { heading: "state" }, { heading: "took", align: "right" }, { heading: "why" }], rows))}`;
}

export function renderFiles(files: Analysis["artifacts"], jobId: string): string {
  if (files.length === 0) return "";
  const rows = files.map((file) => [oneLine(file.name), size(file.size_bytes)]);
  const list = indented(table([{ heading: "file" }, { heading: "size", align: "right" }], rows));
  return `Files\n${list}\n\n  all into a folder:  avalanche result ${jobId} --save FOLDER\n  one of them:        avalanche result ${jobId} --artifact ${oneLine(files[0]!.name)} > FILE`;
}

function taxaOf(sample: string, analysis: Parameters<typeof renderTaxa>[0], limit: number): string {
  const present = analysis.taxa.filter((taxon) => readsOf(taxon, sample) > 0).sort((a, b) => readsOf(b, sample) - readsOf(a, sample));
  if (present.length === 0) return `${oneLine(sample)}: no taxa`;
  const total = lastCount(analysis, sample) ?? present.reduce((sum, taxon) => sum + readsOf(taxon, sample), 0);
  const rows = present.slice(0, limit).map((taxon) => {
    const names = (analysis.reference?.ranks ?? []).flatMap((rank) => taxon.lineage[rank] ?? []);
    const share = `${((100 * readsOf(taxon, sample)) / Math.max(1, total)).toFixed(1)}%`;
    const confidence = taxon.confidence === null ? "-" : taxon.confidence.toFixed(2);
    const own = names.at(-1);
    const named = own === undefined ? "(no certain name)" : `${own} (${taxon.rank ?? "?"})`;
    return [count(readsOf(taxon, sample)), share, confidence, oneLine(named), oneLine(names.slice(0, -1).join("; "))];
  });
  const more = present.length > limit ? `\n  ... and ${present.length - limit} more` : "";
  return `${oneLine(sample)}: ${present.length === 1 ? "1 taxon" : `${present.length} taxa`}\n${indented(table(TAXA_COLUMNS, rows))}${more}`;
}

const TAXA_COLUMNS: Column[] = [
  { heading: "reads", align: "right" },
  { heading: "share", align: "right" },
  { heading: "confidence", align: "right" },
  { heading: "taxon" },
  { heading: "within" },
];

function readsOf(taxon: Taxon, sample: string): number {
  return taxon.samples[sample] ?? 0;
}

/** The stages that count reads, in the order in which they ran; those that are not on the list come last. */
function countedStages({ reads, stages }: Pick<Analysis, "reads" | "stages">): string[] {
  const order = stages.map((stage) => stage.name);
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.keys(reads).sort((a, b) => place(a) - place(b));
}

/** The reads of a sample that stand in the table: those of the last stage that counts them. */
function lastCount(analysis: Pick<Analysis, "reads" | "stages">, sample: string): number | undefined {
  const last = countedStages(analysis).findLast((stage) => analysis.reads[stage]?.[sample] !== undefined);
  return last === undefined ? undefined : analysis.reads[last]?.[sample];
}

function name(text: string): string {
  return cut(oneLine(text), 24);
}

function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}
