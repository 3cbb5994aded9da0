import { safeValue } from "../tsv.js";
import { type ExportedTable, metadataColumns, prefixedNames } from "./exported-table.js";

/** Names that QIIME 2 keeps for the column of ids, in any case. Source: QIIME 2 docs, "Metadata in QIIME 2". */
const RESERVED = /^(id|sampleid|sample id|sample-id|featureid|feature id|feature-id|#?otu ?id|#?sample ?id|sample_name)$/i;

/** `FeatureData[Taxonomy]` as TSVTaxonomyFormat reads it: the names down to the last certain one. */
export function* qiimeTaxonomy({ features, ranks }: ExportedTable): Generator<string> {
  yield "Feature ID\tTaxon\tConfidence\n";
  for (const { id, names, confidence } of features) yield `${id}\t${cell(prefixedNames(ranks, names).join("; "))}\t${confidence ?? 0}\n`;
}

/** The samples with what the sheet says of them; columns whose names QIIME 2 keeps for itself end in `_`. */
export function* qiimeMetadata({ samples }: ExportedTable): Generator<string> {
  const columns = metadataColumns(samples);
  const heads = columns.map((column) => (RESERVED.test(column) ? `${column}_` : column));
  yield `${["sample-id", ...heads].map(cell).join("\t")}\n`;
  for (const { id, metadata } of samples) yield `${[quoted(id), ...columns.map((column) => cell(metadata[column] ?? ""))].join("\t")}\n`;
}

export const QIIME_README = `Files for QIIME 2. In this folder:

qiime tools import --type 'FeatureTable[Frequency]' --input-format BIOMV210Format \\
  --input-path feature-table.biom --output-path table.qza
qiime tools import --type 'FeatureData[Taxonomy]' --input-format TSVTaxonomyFormat \\
  --input-path taxonomy.tsv --output-path taxonomy.qza
qiime tools import --type 'FeatureData[Sequence]' --input-format DNAFASTAFormat \\
  --input-path sequences.fasta --output-path rep-seqs.qza
qiime metadata tabulate --m-input-file metadata.tsv --o-visualization metadata.qzv

Then, for example:

qiime taxa barplot --i-table table.qza --i-taxonomy taxonomy.qza \\
  --m-metadata-file metadata.tsv --o-visualization taxa-bar-plots.qzv

A sample whose name begins with = + - @ or # has an apostrophe in front of it, in the table and in metadata.tsv.
`;

function cell(value: string): string {
  return quoted(safeValue(value.trim()));
}

/** QIIME 2 reads the dialect of Excel: a quote at the start of a cell would open one. */
function quoted(value: string): string {
  return value.startsWith('"') ? `"${value.replaceAll('"', '""')}"` : value;
}
