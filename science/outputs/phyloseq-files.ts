import { safeCell, safeValue } from "../tsv.js";
import { type ExportedTable, metadataColumns } from "./exported-table.js";

export function* otuTable({ features, samples, counts, nameOf }: ExportedTable): Generator<string> {
  yield `${["feature", ...samples.map(({ id }) => id)].join("\t")}\n`;
  for (const { id } of features) {
    const reads = counts.row(id);
    yield `${[id, ...samples.map((sample) => reads.get(nameOf.get(sample.id) ?? sample.id) ?? 0)].join("\t")}\n`;
  }
}

/** A column a rank, empty where no name is certain. */
export function* taxTable({ features, ranks }: ExportedTable): Generator<string> {
  yield `${["feature", ...ranks].join("\t")}\n`;
  for (const { id, names } of features) yield `${[id, ...names.map(safeCell)].join("\t")}\n`;
}

/** The samples with what the sheet says of them, and their reads: phyloseq wants one column at least. */
export function* sampleTable({ samples, counts, nameOf }: ExportedTable): Generator<string> {
  const columns = metadataColumns(samples);
  const depths = counts.depths;
  yield `${["sample", ...columns.map(safeCell), "counted_reads"].join("\t")}\n`;
  for (const { id, metadata } of samples) {
    const said = columns.map((column) => safeValue(metadata[column] ?? ""));
    yield `${[id, ...said, depths[nameOf.get(id) ?? id] ?? 0].join("\t")}\n`;
  }
}

/** Names as they are: numbers, quotes and signs in them mean nothing to R. */
const READ = `read <- function(file, ...) read.delim(file, row.names = 1, check.names = FALSE, quote = "", comment.char = "", na.strings = "", encoding = "UTF-8", ...)
counts <- as.matrix(read("otu_table.tsv", colClasses = c(feature = "character")))
taxa <- as.matrix(read("tax_table.tsv", colClasses = "character"))
samples <- read("sample_data.tsv", colClasses = c(sample = "character"))
`;

export const PHYLOSEQ_SCRIPT = `${READ}ps <- phyloseq::phyloseq(phyloseq::otu_table(counts, taxa_are_rows = TRUE), phyloseq::tax_table(taxa), phyloseq::sample_data(samples), Biostrings::readDNAStringSet("sequences.fasta"))
`;

export const TREE_SE_SCRIPT = `${READ}tse <- TreeSummarizedExperiment::TreeSummarizedExperiment(assays = list(counts = counts), rowData = S4Vectors::DataFrame(taxa), colData = S4Vectors::DataFrame(samples, check.names = FALSE), referenceSeq = Biostrings::readDNAStringSet("sequences.fasta"))
`;
