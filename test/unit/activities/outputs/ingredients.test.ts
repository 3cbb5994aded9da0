import assert from "node:assert/strict";
import { test } from "node:test";
import { cacheKey } from "../../../../activities/cache-key.js";
import { tableIngredients } from "../../../../activities/outputs/read-tables.js";
import { type ReportInput, reportIngredients } from "../../../../activities/outputs/report-files.js";

const file = (name: string, sha256: string, size_bytes = 1) => ({ name, sha256, size_bytes, media_type: "text/plain" });

const input = {
  samples: [{ name: "a", metadata: { site: "x" } }],
  ranks: ["genus"],
  table: "artifact:1",
  files: [file("taxonomy.tsv", "2"), file("features.fasta", "3"), file("table.biom", "4")],
  params: { analysis_type: "taxonomic", parameters: { marker: "16S-V4", min_confidence: 0.8 } },
  reads: { check_input: { a: 1 } },
  reference: { name: "r", sha256: "5", count: 6 },
  stages: ["classify"],
  versions: { vsearch: "1" },
  warnings: [],
} as unknown as ReportInput;

const keyOf = (changed: object) => {
  const all = { ...input, ...changed };
  return cacheKey("write_report", { ...tableIngredients(all), ...reportIngredients(all) });
};

test("a report is made again for whatever stands in it, and found where nothing of that has changed", () => {
  const changes = [
    { samples: [{ name: "a", metadata: { site: "y" } }] },
    { files: [file("taxonomy.tsv", "7"), ...input.files.slice(1)] },
    { files: [...input.files, file("rarefaction.tsv", "8")] },
    { params: { analysis_type: "taxonomic", parameters: { marker: "16S-V4", min_confidence: 0.9 } } },
    { reads: { check_input: { a: 2 } } },
    { reference: { name: "r", sha256: "9", count: 6 } },
    { versions: { vsearch: "2" } },
    { warnings: ["something"] },
    { stages: ["classify", "denoise"] },
  ];
  assert.equal(new Set([keyOf({}), ...changes.map(keyOf)]).size, changes.length + 1);
  assert.equal(keyOf({}), keyOf({ warnings: [] }));
});
