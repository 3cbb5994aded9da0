import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { isBuilt, sourceStamp, stampFile } from "../../../local/build-stamp.mjs";

test("a build counts as done until a source is added, changed or removed", () => {
  const root = mkdtempSync(join(tmpdir(), "build-stamp-"));
  const source = join(root, "tools", "vsearch.ts");
  const built = () => {
    mkdirSync(dirname(stampFile(root)), { recursive: true });
    writeFileSync(stampFile(root), sourceStamp(root));
  };
  try {
    for (const folder of ["contracts", "config", "science", "tools", "store", "activities", "workflows", "workers", "api", "cli", "local"])
      mkdirSync(join(root, folder));
    for (const file of ["package-lock.json", "tsconfig.json", "tools/vsearch.ts"]) writeFileSync(join(root, file), "{}");
    assert.equal(isBuilt(root), false, "never built");
    built();
    assert.equal(isBuilt(root), true);
    utimesSync(source, new Date(), new Date(Date.now() + 5_000));
    assert.equal(isBuilt(root), false, "changed");
    built();
    cpSync(source, join(root, "tools", "cutadapt.ts"));
    assert.equal(isBuilt(root), false, "added");
    built();
    rmSync(source);
    assert.equal(isBuilt(root), false, "removed");
  } finally {
    rmSync(root, { recursive: true });
  }
});
