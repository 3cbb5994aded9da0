import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { CheckedReference, ReadCounts } from "../../contracts/analysis.js";
import type { RunAnalysisParams } from "../../contracts/tasks/run-analysis/schema.js";
import { bibtex } from "../../science/citations/citation.js";
import { citationsOf } from "../../science/citations/used.js";
import { methodsParagraph } from "../../science/methods.js";
import { readOrdination, readRarefaction } from "../../science/report/read-diversity.js";
import { reportPage } from "../../science/report/report.js";
import type { StageContext } from "../stage-context.js";
import { readTables, type TableFiles } from "./read-tables.js";
import { type Done, usedIn } from "./used-in.js";

export interface ReportInput extends TableFiles, Omit<Done, "parameters" | "reference"> {
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

/** Files of an analysis that measured diversity. */
const DIVERSITY = ["rarefaction.tsv", "ordination.tsv", "ordination_axes.tsv"] as const;

/** What is told of an analysis to people: the page, the paragraph for a paper, and whom to cite. */
export async function reportTexts(context: StageContext, input: ReportInput): Promise<ReportTexts> {
  const { params, reads, reference, files, warnings } = input;
  const used = usedIn({ ...input, parameters: params.parameters });
  const table = await readTables(context, input);
  const methods = methodsParagraph({
    ...used,
    parameters: { ...params.parameters },
    referenceSha256: reference?.sha256 ?? null,
    referenceSequences: reference?.count ?? 0,
    features: table.features.length,
    samples: table.samples.length,
    reads,
  });
  const citations = citationsOf(used);
  const textOf = async (file: string) => {
    const found = files.find((known) => known.name === file);
    return found ? readFile(await context.pathOf(`artifact:${found.sha256}`), "utf8") : "";
  };
  const [rarefaction = "", ordination = "", axes = ""] = await Promise.all(DIVERSITY.map(textOf));
  const report = reportPage({
    analysisType: params.analysis_type,
    table,
    reads,
    reference,
    parameters: { ...params.parameters },
    versions: used.versions,
    warnings,
    methods,
    citations,
    files: files.map((file) => ({ name: file.name, sizeBytes: file.size_bytes })),
    rarefaction: readRarefaction(rarefaction),
    ordination: readOrdination(ordination, axes),
  });
  return { report, methods, citations: bibtex(citations) };
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
    ...Object.fromEntries(DIVERSITY.map((name) => [name, files.find((file) => file.name === name)?.sha256 ?? null])),
  };
}

/** Of what is too long to be told as the reason why a stage ran. */
function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}
