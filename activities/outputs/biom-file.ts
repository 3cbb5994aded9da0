import { Worker } from "node:worker_threads";
import { type ExportedTable, metadataColumns, prefixedNames } from "../../science/outputs/exported-table.js";
import { sparseCounts, type SparseCounts } from "../../science/outputs/sparse-counts.js";

/** A table as the thread writes it. */
export interface BiomParts {
  path: string;
  features: string[];
  /** The names of each feature, `ranks` of them, one after the other. */
  taxonomy: string[];
  ranks: number;
  samples: string[];
  /** Column of the sample sheet -> values in the order of the samples. */
  metadata: [column: string, values: string[]][];
  counts: SparseCounts;
}

/** Writes a table in BIOM 2.1 (HDF5), in a thread of its own: the library works without a pause, and the stage must beat. */
export async function writeBiom(path: string, table: ExportedTable, signal: AbortSignal): Promise<void> {
  const { features, samples, ranks, counts, nameOf } = table;
  const ids = features.map(({ id }) => id);
  const parts: BiomParts = {
    path,
    features: ids,
    // Without a reference there are no ranks.
    taxonomy: ranks.length === 0 ? [] : features.flatMap(({ names }) => padded(prefixedNames(ranks, names), ranks.length)),
    ranks: ranks.length,
    samples: samples.map(({ id }) => id),
    metadata: metadataColumns(samples).map((column) => [column, samples.map(({ metadata }) => metadata[column] ?? "")]),
    counts: sparseCounts(
      counts,
      ids,
      samples.map(({ id }) => nameOf.get(id) ?? id),
    ),
  };
  signal.throwIfAborted();
  const thread = new Worker(new URL("./biom-thread.js", import.meta.url), { workerData: parts });
  const stop = () => void thread.terminate();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      thread.once("error", reject);
      thread.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`the thread that writes BIOM ended with ${code}`))));
    });
  } finally {
    signal.removeEventListener("abort", stop);
  }
  signal.throwIfAborted();
}

function padded(names: string[], length: number): string[] {
  return [...names, ...Array<string>(length - names.length).fill("")];
}
