import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { SampleUniques, FeatureTable as StoredTable } from "../contracts/analysis.js";
import type { FeatureTable } from "../science/feature-table.js";
import { sum, sumOf } from "../science/sum.js";
import { thousands } from "./counts.js";
import type { StageContext } from "./stage-context.js";

/** Writes the table, a row for each of the features in their order, and says how many reads are in none. */
export async function storeTable(
  context: StageContext,
  samples: readonly SampleUniques[],
  table: FeatureTable,
  ids: Iterable<string>,
): Promise<StoredTable> {
  const written = await writeTable(context, table, ids);
  warnOfUnmapped(context, samples, written.mapped);
  return written;
}

/** The same, where it was said before. */
export async function writeTable(context: StageContext, table: FeatureTable, ids: Iterable<string>): Promise<StoredTable> {
  const { artifact } = await context.store((stored) => pipeline(tableRows(table, ids), createWriteStream(stored)));
  return { table: artifact, mapped: table.depths };
}

/** Names as they are: sample names hold no tabs, and are made safe for spreadsheets where the table leaves. */
function* tableRows(table: FeatureTable, ids: Iterable<string>): Generator<string> {
  yield `${["feature", ...table.samples].join("\t")}\n`;
  for (const id of ids) yield `${[id, ...table.samples.map((sample) => table.count(id, sample))].join("\t")}\n`;
}

function warnOfUnmapped(context: StageContext, samples: readonly SampleUniques[], mapped: Record<string, number>): void {
  const total = sum(samples.map(({ all }) => all.count));
  const found = sumOf(mapped);
  if (found === total) return;
  // Rounded down: 99.96 % is not all.
  const percent = (Math.floor((1000 * found) / total) / 10).toFixed(1);
  context.warn(`${percent} % of the reads could be counted for a feature: ${thousands(found)} of ${thousands(total)}`);
}
