import { workerData } from "node:worker_threads";
import { File, type Group, ready } from "h5wasm/node";
import { BIOM_DATE } from "../../science/outputs/biom-json.js";
import type { Compressed } from "../../science/outputs/sparse-counts.js";
import type { BiomParts } from "./biom-file.js";

/**
 * The thread of `writeBiom`. Source: biom-format.org/documentation/format_versions/biom-2.1.html; that a slash in the
 * name of a column is written `@@SLASH@@`: biom-format's own writer.
 */
await ready;
// HDF5 notes when each object was made; nothing else of this thread looks at the clock.
Date.now = () => 0;
write(workerData as BiomParts);

function write(parts: BiomParts): void {
  const { path, features, samples, taxonomy, ranks, metadata, counts } = parts;
  const file = new File(path, "w");
  try {
    writeHead(file, features.length, samples.length, counts.byFeature.data.length);
    const observation = writeAxis(file, "observation", features, counts.byFeature);
    if (features.length > 0 && ranks > 0)
      observation.create_dataset({ name: "metadata/taxonomy", data: taxonomy, shape: [features.length, ranks], dtype: "S" });
    const sample = writeAxis(file, "sample", samples, counts.bySample);
    for (const [column, values] of metadata)
      sample.create_dataset({ name: `metadata/${column.replaceAll("/", "@@SLASH@@")}`, data: values, dtype: "S" });
  } finally {
    file.close();
  }
}

function writeHead(file: File, rows: number, columns: number, above: number): void {
  for (const [name, text] of Object.entries({
    id: "No Table ID",
    type: "OTU table",
    "format-url": "http://biom-format.org",
    "generated-by": "Avalanche",
    "creation-date": BIOM_DATE,
  }))
    file.create_attribute(name, text);
  file.create_attribute("format-version", [2, 1], null, "<i4");
  file.create_attribute("shape", [rows, columns], null, "<i4");
  file.create_attribute("nnz", above, null, "<i4");
}

function writeAxis(file: File, name: string, ids: string[], { data, indices, indptr }: Compressed): Group {
  const group = file.create_group(name) as Group;
  group.create_dataset({ name: "ids", data: ids, dtype: "S" });
  for (const part of ["matrix", "metadata", "group-metadata"]) group.create_group(part);
  group.create_dataset({ name: "matrix/data", data, dtype: "<d", ...packed(data.length) });
  group.create_dataset({ name: "matrix/indices", data: indices, dtype: "<i4", ...packed(indices.length) });
  group.create_dataset({ name: "matrix/indptr", data: indptr, dtype: "<i4" });
  return group;
}

function packed(length: number): { chunks?: number[]; compression?: "gzip"; compression_opts?: number } {
  return length === 0 ? {} : { chunks: [Math.min(length, 65_536)], compression: "gzip", compression_opts: 4 };
}
