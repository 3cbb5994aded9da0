import { createReadStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { type MeasureOptions, measureDiversity } from "../science/diversity/measure.js";
import { readFeatureTable } from "../science/feature-table.js";
import { textLines } from "../science/text-lines.js";

export interface DiversityWork {
  /** Paths. */
  table: string;
  tree: string | null;
  /** Where the files are written. */
  folder: string;
  options: MeasureOptions;
}

export interface DiversityDone {
  /** Names in the folder. */
  files: string[];
  warnings: string[];
}

/** A thread of its own: minutes of arithmetic on that of the worker would hold up its heartbeats. */
async function main({ table, tree, folder, options }: DiversityWork): Promise<DiversityDone> {
  const counts = await readFeatureTable(textLines(createReadStream(table, { encoding: "utf8" })));
  const newick = tree === null ? null : await readFile(tree, "utf8");
  const { files, warnings } = measureDiversity(counts, newick, options, (done) => parentPort?.postMessage({ progress: done }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return { files: Object.keys(files), warnings };
}

// What is thrown becomes the thread's error.
parentPort?.postMessage({ done: await main(workerData as DiversityWork) });
