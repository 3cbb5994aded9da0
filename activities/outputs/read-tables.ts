import { readFile } from "node:fs/promises";
import type { Sample } from "../../contracts/analysis.js";
import type { Artifact, JobArtifact } from "../../contracts/artifact.js";
import type { ExportedTable } from "../../science/outputs/exported-table.js";
import { readTaxonomy } from "../../science/outputs/read-taxonomy.js";
import { readTable } from "../features-table.js";
import type { StageContext } from "../stage-context.js";
import { readFeatures } from "./read-features.js";

/** Where the tables of an analysis lie. */
export interface TableFiles {
  samples: Pick<Sample, "name" | "metadata">[];
  /** Highest first. */
  ranks: string[];
  /** TSV: feature, then one column a sample in the samples' order. */
  table: Artifact;
  /** Among them `features.fasta`, and `taxonomy.tsv` where features have names. */
  files: JobArtifact[];
}

/** All that the output files are made from, each under the name that a cache key takes. */
export function tableIngredients({ samples, ranks, table, files }: TableFiles) {
  return {
    samples: JSON.stringify(samples.map(({ name, metadata }) => [name, metadata])),
    ranks: ranks.join(),
    table,
    taxonomy: artifactNamed(files, "taxonomy.tsv"),
    features: artifactNamed(files, "features.fasta"),
  };
}

/** The table under the samples' own names. */
export async function readTables(context: StageContext, input: TableFiles): Promise<ExportedTable> {
  const { taxonomy, features } = tableIngredients(input);
  if (features === null) throw new Error("the analysis left no features.fasta");
  const named = taxonomy && readTaxonomy(await readFile(await context.pathOf(taxonomy), "utf8"), input.ranks);
  const unnamed = { names: input.ranks.map(() => ""), confidence: null };
  const found = await readFeatures(await context.pathOf(features));
  return {
    ranks: input.ranks,
    features: found.map(({ id, sequence }) => ({ id, sequence, ...(named?.get(id) ?? unnamed) })),
    samples: input.samples.map(({ name, metadata }) => ({ id: name, metadata })),
    counts: await readTable(context, input.table),
    nameOf: new Map(),
  };
}

function artifactNamed(files: readonly JobArtifact[], name: string): Artifact | null {
  const found = files.find((file) => file.name === name);
  return found ? `artifact:${found.sha256}` : null;
}
