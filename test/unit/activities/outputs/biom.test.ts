import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import * as h5wasm from "h5wasm/node";
import { writeBiom } from "../../../../activities/outputs/biom-file.js";
import { biomJson } from "../../../../science/outputs/biom-json.js";
import { FeatureTable } from "../../../../science/feature-table.js";
import { aTable, HOSTILE } from "../../science/outputs/a-table.js";
import { python, pythonHas } from "../../../python.js";

const never = new AbortController().signal;

/** Both files, as biom-format sees them. */
const READ = `
import json, sys, biom
from biom.cli.table_validator import _validate_table
print(json.dumps([{
  "valid": _validate_table(path)[0],
  "samples": list(table.ids()), "features": list(table.ids(axis="observation")),
  "counts": table.matrix_data.toarray().tolist(),
  "taxonomy": [[name for name in table.metadata(i, axis="observation")["taxonomy"] if name] for i in table.ids(axis="observation")],
  "metadata": [dict(table.metadata(i)) for i in table.ids()],
} for path in sys.argv[1:] for table in [biom.load_table(path)]]))
`;

describe("BIOM", () => {
  let folder: string;
  let hdf5: string;
  let json: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "biom-"));
    [hdf5, json] = [join(folder, "table.biom"), join(folder, "table.json.biom")];
    await writeBiom(hdf5, aTable(), never);
    await writeFile(json, [...biomJson(aTable())].join(""));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test("biom-format reads the same table from both forms, hostile names, taxonomy and metadata included", {
    skip: pythonHas("biom", "python3-biom-format"),
  }, async () => {
    const tables = JSON.parse(await python(READ, hdf5, json)) as Record<string, unknown>[];
    assert.deepEqual(tables[0], tables[1]);
    assert.equal(tables[0]?.["valid"], true);
    assert.deepEqual(tables[0]?.["samples"], HOSTILE);
    assert.deepEqual(tables[0]?.["taxonomy"], [
      ["d__Bacteria", "supergroup__Bacillota", "g__Bacillus, s.l."],
      ["d__Bacteria"],
      ["Unassigned"],
    ]);
    assert.deepEqual((tables[0] as { metadata: object[] }).metadata[1], { longitude: "-1.50", "a/b": "=1+1", id: "1" });
    assert.deepEqual(tables[0]?.["counts"], [
      [12, 0, 3, 0],
      [0, 5, 0, 0],
      [0, 0, 1, 0],
    ]);
  });

  test("a table without counts, samples without metadata, and letters of any script are written too", async () => {
    const path = join(folder, "empty.biom");
    const table = aTable();
    const samples = [{ id: "\u00e9t\u00e9 \u6c34", metadata: {} }];
    await writeBiom(path, { ...table, samples, counts: new FeatureTable(["\u00e9t\u00e9 \u6c34"]) }, never);
    await h5wasm.ready;
    const file = new h5wasm.File(path, "r");
    assert.deepEqual((file.get("sample/ids") as h5wasm.Dataset).value, ["\u00e9t\u00e9 \u6c34"]);
    assert.deepEqual(file.attrs["nnz"]?.value, 0);
    file.close();
  });

  test("equal tables are equal bytes, whenever they were written", async () => {
    const again = join(folder, "again.biom");
    await setTimeout(1100);
    await writeBiom(again, aTable(), never);
    const hash = async (path: string) =>
      createHash("sha256")
        .update(await readFile(path))
        .digest("hex");
    assert.equal(await hash(again), await hash(hdf5));
  });
});
