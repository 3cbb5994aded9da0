import { createReadStream } from "node:fs";
import type { ExportedTable } from "../../science/outputs/exported-table.js";
import { otuTable, PHYLOSEQ_SCRIPT, sampleTable, taxTable, TREE_SE_SCRIPT } from "../../science/outputs/phyloseq-files.js";
import { QIIME_README, qiimeMetadata, qiimeTaxonomy } from "../../science/outputs/qiime-files.js";
import { safeIds } from "../../science/outputs/safe-ids.js";
import { featuresFasta } from "../../science/tables.js";
import type { ZipEntry } from "./zip-file.js";

/** The same table under sample names that no spreadsheet and no other program takes for something else. */
export function withSafeIds(table: ExportedTable): ExportedTable {
  const names = table.samples.map(({ id }) => id);
  const ids = safeIds(names);
  const samples = table.samples.map((sample, index) => ({ ...sample, id: ids[index] ?? sample.id }));
  return { ...table, samples, nameOf: new Map(ids.map((id, index) => [id, names[index] ?? id])) };
}

export function haveSameIds(one: ExportedTable, other: ExportedTable): boolean {
  return one.samples.every(({ id }, index) => id === other.samples[index]?.id);
}

/** @param biom the table as BIOM 2.1, under the same names */
export function qiimeArchive(table: ExportedTable, biom: string): ZipEntry[] {
  return [
    { name: "README.txt", content: [QIIME_README] },
    { name: "feature-table.biom", content: createReadStream(biom) },
    { name: "taxonomy.tsv", content: qiimeTaxonomy(table) },
    { name: "sequences.fasta", content: fasta(table) },
    { name: "metadata.tsv", content: qiimeMetadata(table) },
  ];
}

export function phyloseqArchive(table: ExportedTable): ZipEntry[] {
  return [
    { name: "phyloseq.R", content: [PHYLOSEQ_SCRIPT] },
    { name: "tree-summarized-experiment.R", content: [TREE_SE_SCRIPT] },
    { name: "otu_table.tsv", content: otuTable(table) },
    { name: "tax_table.tsv", content: taxTable(table) },
    { name: "sample_data.tsv", content: sampleTable(table) },
    { name: "sequences.fasta", content: fasta(table) },
  ];
}

function fasta({ features }: ExportedTable): string[] {
  return [featuresFasta(features)];
}
