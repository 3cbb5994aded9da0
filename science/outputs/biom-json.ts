import { type ExportedTable, metadataColumns, prefixedNames } from "./exported-table.js";
import { sparseCounts } from "./sparse-counts.js";

/** BIOM wants a date of every table; equal tables must be equal bytes, so it is always this one. */
export const BIOM_DATE = "1970-01-01T00:00:00";

/**
 * A table in BIOM 1.0, in pieces: JSON, sparse. Source: biom-format.org/documentation/format_versions/biom-1.0.html.
 */
export function* biomJson({ features, samples, counts, ranks, nameOf }: ExportedTable): Generator<string> {
  const head = {
    id: null,
    format: "Biological Observation Matrix 1.0.0",
    format_url: "http://biom-format.org",
    type: "OTU table",
    generated_by: "Avalanche",
    date: BIOM_DATE,
    matrix_type: "sparse",
    matrix_element_type: "int",
    shape: [features.length, samples.length],
  };
  yield `${JSON.stringify(head).slice(0, -1)},\n"rows": [`;
  for (const [index, { id, names }] of features.entries())
    yield `${separator(index)}${JSON.stringify({ id, metadata: { taxonomy: prefixedNames(ranks, names) } })}`;
  yield '\n],\n"columns": [';
  const columns = metadataColumns(samples);
  for (const [index, { id, metadata }] of samples.entries()) {
    const said = Object.fromEntries(columns.map((column) => [column, metadata[column] ?? ""]));
    yield `${separator(index)}${JSON.stringify({ id, metadata: columns.length > 0 ? said : null })}`;
  }
  yield '\n],\n"data": [';
  const { data, indices, indptr } = sparseCounts(
    counts,
    features.map(({ id }) => id),
    samples.map(({ id }) => nameOf.get(id) ?? id),
  ).byFeature;
  for (const row of features.keys()) {
    for (let at = indptr[row] ?? 0; at < (indptr[row + 1] ?? 0); at++) yield `${separator(at)}[${row},${indices[at]},${data[at]}]`;
  }
  yield "\n]}\n";
}

function separator(index: number): string {
  return index === 0 ? "\n" : ",\n";
}
