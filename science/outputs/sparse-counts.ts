import type { FeatureTable } from "../feature-table.js";
import { sum } from "../sum.js";

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
 * The counts that the table holds, which are those above zero, both ways.
 *
 * @param features ids, in the order of the rows
 * @param samples names in the table, in the order of the columns
 */
export function sparseCounts(table: FeatureTable, features: readonly string[], samples: readonly string[]): SparseCounts {
  const columnOf = new Map(samples.map((name, index) => [name, index]));
  const byFeature = empty(sum(features.map((id) => table.row(id).size)), features.length);
  let at = 0;
  for (const [row, id] of features.entries()) {
    const reads = table.row(id);
    const columns = Int32Array.from(reads.keys(), (sample) => columnOf.get(sample) as number).sort();
    for (const column of columns) {
      byFeature.indices[at] = column;
      byFeature.data[at++] = reads.get(samples[column] as string) as number;
    }
    byFeature.indptr[row + 1] = at;
  }
  return { byFeature, bySample: transposed(byFeature, samples.length) };
}

/** The same cells by their other index, in the order of the first. */
function transposed({ data, indices, indptr }: Compressed, lines: number): Compressed {
  const made = empty(data.length, lines);
  for (const line of indices) made.indptr[line + 1]!++;
  for (let line = 0; line < lines; line++) made.indptr[line + 1]! += made.indptr[line]!;
  const next = made.indptr.slice(0, lines);
  for (let row = 0; row + 1 < indptr.length; row++) {
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
      const place = next[indices[at]!]!++;
      made.indices[place] = row;
      made.data[place] = data[at]!;
    }
  }
  return made;
}

function empty(cells: number, lines: number): Compressed {
  return { data: new Float64Array(cells), indices: new Int32Array(cells), indptr: new Int32Array(lines + 1) };
}
