import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { CheckedReference, ReadCounts } from "../../contracts/analysis.js";
import type { JobArtifact } from "../../contracts/artifact.js";
import type { RunAnalysisParams } from "../../contracts/tasks/run-analysis/schema.js";
import { bibtex } from "../../science/citations/citation.js";
import { citationsOf } from "../../science/citations/used.js";
import { methodsParagraph } from "../../science/methods/paragraph.js";
import { readAlpha, readGroupTests, readOrdination, readRarefaction } from "../../science/report/read-diversity.js";
import { readNovelty } from "../../science/report/read-novelty.js";
import { reportPage } from "../../science/report/report.js";
import type { Groups, GroupTest, ReportData } from "../../science/report/report-data.js";
import { safeCell } from "../../science/tsv.js";
import { groupingOf } from "../diversity-activities.js";
import type { StageContext } from "../stage-context.js";
import { readTables, type TableFiles } from "./read-tables.js";
import { type Done, usedIn } from "./used-in.js";

export interface ReportInput extends TableFiles, Omit<Done, "parameters" | "reference" | "samples"> {
  params: Pick<RunAnalysisParams, "analysis_type" | "parameters">;
  /** Stage -> sample -> reads left after it, in their order. */
  reads: ReadCounts;
  reference: Pick<CheckedReference, "name" | "sha256" | "count"> | null;
  warnings: string[];
}

export interface ReportTexts {
  report: string;
  methods: string;
  citations: string;
}

/** Tables that the page shows, where the analysis left them. */
const TABLES = [
  "alpha_diversity.tsv",
  "rarefaction.tsv",
  "ordination.tsv",
  "ordination_axes.tsv",
  "permanova.tsv",
  "novelty.tsv",
  "calibration.tsv",
] as const;

type Texts = Record<(typeof TABLES)[number], string>;

/**
 * What is told of an analysis to people: the page, the paragraph for a paper, and whom to cite.
 *
 * @param release of Avalanche
 */
export async function reportTexts(context: StageContext, input: ReportInput, release: string): Promise<ReportTexts> {
  const { params, reads, reference, files, warnings } = input;
  const table = await readTables(context, input);
  const texts = await readTexts(context, files);
  const tests = readGroupTests(texts["permanova.tsv"]);
  const novelty = readNovelty(texts["novelty.tsv"], texts["calibration.tsv"]);
  const used = { ...usedIn({ ...input, parameters: params.parameters }), hasGroups: tests.length > 0 };
  const parameters = { ...params.parameters };
  const methods = methodsParagraph({
    ...used,
    ...{ release, parameters, reads, novelty, groupTests: tests },
    referenceSha256: reference?.sha256 ?? null,
    referenceSequences: reference?.count ?? 0,
    features: table.features.length,
    samples: table.samples.length,
  });
  const citations = citationsOf(used);
  const report = reportPage({
    ...{ table, reads, reference, parameters, warnings, methods, citations, novelty },
    analysisType: params.analysis_type,
    versions: { avalanche: release, ...used.versions },
    files: files.map((file) => ({ name: file.name, sizeBytes: file.size_bytes })),
    ...diversityOf(texts, input),
    groups: groupsOf(input, tests),
  });
  return { report, methods, citations: bibtex(citations) };
}

/** Empty where there is no such table. */
async function readTexts(context: StageContext, files: readonly JobArtifact[]): Promise<Texts> {
  const texts = TABLES.map(async (name) => {
    const found = files.find((file) => file.name === name);
    return [name, found ? await readFile(await context.pathOf(`artifact:${found.sha256}`), "utf8") : ""] as const;
  });
  return Object.fromEntries(await Promise.all(texts)) as Texts;
}

/** Under the samples' own names, which the tables keep from spreadsheets. */
function diversityOf(texts: Texts, { samples }: ReportInput): Pick<ReportData, "alpha" | "rarefaction" | "ordination"> {
  const names = new Map(samples.map(({ name }) => [safeCell(name), name]));
  const nameOf = (cell: string) => names.get(cell) ?? cell;
  return {
    alpha: readAlpha(texts["alpha_diversity.tsv"], nameOf),
    rarefaction: readRarefaction(texts["rarefaction.tsv"], nameOf),
    ordination: readOrdination(texts["ordination.tsv"], texts["ordination_axes.tsv"], nameOf),
  };
}

function groupsOf({ samples, params: { parameters } }: ReportInput, tests: GroupTest[]): Groups | null {
  const grouping = groupingOf({ samples, parameters });
  if (grouping === null) return null;
  return { column: grouping.column, of: new Map(Object.entries(grouping.groups)), tests };
}

/** All that the texts say, each under the name that a cache key takes. */
export function reportIngredients({ params, reads, reference, stages, versions, warnings, files }: ReportInput) {
  return {
    ...Object.fromEntries(Object.entries(params.parameters).map(([name, value]) => [name, value ?? null])),
    ...Object.fromEntries(Object.entries(versions).map(([tool, version]) => [`version_${tool}`, version])),
    analysis_type: params.analysis_type,
    reads: digest(reads),
    reference_name: reference?.name ?? null,
    reference_sha256: reference?.sha256 ?? null,
    reference_sequences: reference?.count ?? null,
    stages: stages.join(),
    warnings: digest(warnings),
    // What is read of them is named on its own; the page has their sizes.
    files: digest(files.map(({ name, size_bytes }) => [name, size_bytes])),
    ...Object.fromEntries(TABLES.map((name) => [name, files.find((file) => file.name === name)?.sha256 ?? null])),
  };
}

/** Of what is too long to be told as the reason why a stage ran. */
function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}
