import { indented, table } from "./table.js";
import { count, cut, duration, oneLine, size } from "./text.js";

/** The result of `run_analysis`, as far as it is shown; `GET /tasks/run_analysis` has its full schema. */
export interface Analysis {
  samples: string[];
  /** Stage -> sample -> reads. */
  reads: Record<string, Record<string, number>>;
  features: number;
  taxa: Taxon[];
  reference: { name: string; sequences: number };
  warnings: string[];
  artifacts: { name: string; size_bytes: number }[];
  stages: { name: string; state: string; seconds: number; why?: string }[];
}

export interface Taxon {
  /** Rank -> name, from the highest rank down. */
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
    `${plural(analysis.samples.length, "sample")}, ${plural(analysis.features, "feature")}; names from ${oneLine(analysis.reference.name)} (${count(analysis.reference.sequences)} sequences)`,
    renderReads(analysis),
    renderTaxa(analysis),
    renderWarnings(analysis.warnings),
    renderStages(analysis.stages),
    renderFiles(analysis.artifacts, jobId),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** Reads (pairs before merging) of each sample that are left after each stage: stages downwards where samples are few. */
export function renderReads(analysis: Pick<Analysis, "samples" | "reads">): string {
  const stages = Object.keys(analysis.reads);
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

/** The most abundant taxa of each sample. */
export function renderTaxa(analysis: Pick<Analysis, "samples" | "taxa" | "reads">, limit = TAXA_PER_SAMPLE): string {
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

function taxaOf(sample: string, { taxa, reads }: Pick<Analysis, "taxa" | "reads">, limit: number): string {
  const present = taxa.filter((taxon) => (taxon.samples[sample] ?? 0) > 0).sort((a, b) => b.samples[sample]! - a.samples[sample]!);
  if (present.length === 0) return `${oneLine(sample)}: no taxa`;
  const total = lastCount(reads, sample) ?? present.reduce((sum, taxon) => sum + taxon.samples[sample]!, 0);
  const rows = present
    .slice(0, limit)
    .map((taxon) => [
      count(taxon.samples[sample]!),
      `${((100 * taxon.samples[sample]!) / Math.max(1, total)).toFixed(1)}%`,
      taxon.confidence === null ? "-" : taxon.confidence.toFixed(2),
      oneLine(nameOf(taxon)),
      oneLine(Object.values(taxon.lineage).slice(0, -1).join("; ")),
    ]);
  const columns = [
    { heading: "reads", align: "right" as const },
    { heading: "share", align: "right" as const },
    { heading: "confidence", align: "right" as const },
    { heading: "taxon" },
    { heading: "within" },
  ];
  const more = present.length > limit ? `\n  ... and ${present.length - limit} more` : "";
  return `${oneLine(sample)}: ${present.length === 1 ? "1 taxon" : `${present.length} taxa`}\n${indented(table(columns, rows))}${more}`;
}

/** `Prevotella (genus)`. */
function nameOf(taxon: Taxon): string {
  const taxonName = taxon.rank === null ? undefined : (taxon.lineage[taxon.rank] ?? Object.values(taxon.lineage).at(-1));
  return taxonName === undefined ? "(no certain name)" : `${taxonName} (${taxon.rank})`;
}

/** The reads of a sample that stand in the table: those of the last stage that counts them. */
function lastCount(reads: Analysis["reads"], sample: string): number | undefined {
  return Object.values(reads).findLast((stage) => stage[sample] !== undefined)?.[sample];
}

function name(text: string): string {
  return cut(oneLine(text), 24);
}

function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}
