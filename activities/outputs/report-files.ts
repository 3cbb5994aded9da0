import { readFile } from "node:fs/promises";
import type { CheckedReference, ReadCounts } from "../../contracts/analysis.js";
import { bibtex } from "../../science/citations/citation.js";
import { citationsOf } from "../../science/citations/used.js";
import { methodsParagraph } from "../../science/methods.js";
import { readOrdination, readRarefaction } from "../../science/report/read-diversity.js";
import { reportPage } from "../../science/report/report.js";
import type { StageContext } from "../stage-context.js";
import { readTables, type TableFiles } from "./read-tables.js";
import { type Done, usedIn } from "./used-in.js";

export interface ReportInput extends TableFiles, Done {
  /** Stage -> sample -> reads left after it, in their order. */
  reads: ReadCounts;
  reference: Pick<CheckedReference, "name" | "sha256" | "count">;
  warnings: string[];
}

export interface ReportTexts {
  report: string;
  methods: string;
  citations: string;
}

/** What is told of an analysis to people: the page, the paragraph for a paper, and whom to cite. */
export async function reportTexts(context: StageContext, input: ReportInput): Promise<ReportTexts> {
  const { params, reads, reference, files, warnings } = input;
  const used = usedIn(input);
  const table = await readTables(context, input);
  const { count: sequences, name, sha256 } = reference;
  const methods = methodsParagraph({
    ...used,
    parameters: { ...params.parameters },
    referenceSha256: sha256,
    referenceSequences: sequences,
    features: table.features.length,
    samples: table.samples.length,
    reads,
  });
  const citations = citationsOf(used);
  const textOf = async (file: string) => {
    const found = files.find((known) => known.name === file);
    return found ? readFile(await context.pathOf(`artifact:${found.sha256}`), "utf8") : "";
  };
  const report = reportPage({
    analysisType: params.analysis_type,
    table,
    reads,
    reference: { name, sha256, sequences },
    parameters: { ...params.parameters },
    versions: used.versions,
    warnings,
    methods,
    citations,
    files: files.map((file) => ({ name: file.name, sizeBytes: file.size_bytes })),
    rarefaction: readRarefaction(await textOf("rarefaction.tsv")),
    ordination: readOrdination(await textOf("ordination.tsv"), await textOf("ordination_axes.tsv")),
  });
  return { report, methods, citations: bibtex(citations) };
}

/** All that the texts say, each under the name that a cache key takes. */
export function reportIngredients({ params, reads, reference, stages, versions, warnings, files }: ReportInput) {
  return {
    ...params.parameters,
    ...Object.fromEntries(Object.entries(versions).map(([tool, version]) => [`version_${tool}`, version])),
    analysis_type: params.analysis_type,
    reads: JSON.stringify(reads),
    reference_name: reference.name,
    reference_sha256: reference.sha256,
    reference_sequences: reference.count,
    stages: stages.join(),
    warnings: JSON.stringify(warnings),
    files: JSON.stringify(files.map(({ name, sha256 }) => [name, sha256])),
  };
}
