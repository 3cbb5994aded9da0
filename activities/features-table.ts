import { createReadStream, createWriteStream } from "node:fs";
import { appendFile, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { type Artifact, type JobArtifact, sha256Of } from "../contracts/artifact.js";
import { type FeatureTable, readFeatureTable } from "../science/feature-table.js";
import { textLines } from "../science/text-lines.js";
import { tsv } from "../science/tsv.js";
import type { StageContext } from "./stage-context.js";

/** Reads the table of `map_reads`, of which only the counts above zero are held. */
export async function readTable(context: StageContext, table: Artifact): Promise<FeatureTable> {
  return readFeatureTable(textLines(createReadStream(await context.pathOf(table), { encoding: "utf8", signal: context.signal })));
}

/** `features.tsv`: the table of `map_reads`, but for sample names that a spreadsheet would take for formulas. */
export async function featuresTable(context: StageContext, table: Artifact, samples: readonly string[]): Promise<JobArtifact> {
  const path = await context.pathOf(table);
  const head = `${["feature", ...samples].join("\t")}\n`;
  const safeHead = tsv(["feature", ...samples], []);
  const { artifact, sizeBytes } =
    head === safeHead
      ? { artifact: table, sizeBytes: (await stat(path)).size }
      : await context.store(async (stored) => {
          await appendFile(stored, safeHead);
          const rows = createReadStream(path, { start: Buffer.byteLength(head), signal: context.signal });
          await pipeline(rows, createWriteStream(stored, { flags: "a" }));
        });
  return { name: "features.tsv", sha256: sha256Of(artifact), size_bytes: sizeBytes, media_type: "text/tab-separated-values" };
}
