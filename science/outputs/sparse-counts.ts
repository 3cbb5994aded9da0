import type { FeatureTable } from "../feature-table.js";

/** One direction of a sparse matrix, as BIOM and SciPy keep it: `indices` and `data` of line i lie from `indptr[i]` to `indptr[i + 1]`. */
export interface Compressed {
  data: Float64Array;
  indices: Int32Array;
  indptr: Int32Array;
}

export interface SparseCounts {
  /** A line a feature (CSR). */
  byFeature: Compressed;
  /** A line a sample (CSC). */
  bySample: Compressed;
}

/**
 * The counts above zero, both ways.
 *
 * @param features ids, in the order of the rows
 * @param samples names in the table, in the order of the columns
 */
export function sparseCounts(table: FeatureTable, features: readonly string[], samples: readonly string[]): SparseCounts {
  const columnOf = new Map(samples.map((name, index) => [name, index]));
  const rows = features.map((id) =>
    [...table.row(id)]
      .flatMap(([sample, reads]): [number, number][] => (reads > 0 ? [[columnOf.get(sample) as number, reads]] : []))
      .sort(([a], [b]) => a - b),
  );
  const columns: [number, number][][] = samples.map(() => []);
  for (const [row, cells] of rows.entries()) for (const [column, reads] of cells) columns[column]?.push([row, reads]);
  return { byFeature: compress(rows), bySample: compress(columns) };
}

function compress(lines: readonly (readonly [number, number])[][]): Compressed {
  const count = lines.reduce((sum, cells) => sum + cells.length, 0);
  const made = { data: new Float64Array(count), indices: new Int32Array(count), indptr: new Int32Array(lines.length + 1) };
  let at = 0;
  for (const [line, cells] of lines.entries()) {
    for (const [index, value] of cells) {
      made.indices[at] = index;
      made.data[at++] = value;
    }
    made.indptr[line + 1] = at;
  }
  return made;
}
