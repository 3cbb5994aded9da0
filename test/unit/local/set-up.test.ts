import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";

const setUp = resolve("local/set-up.mjs");

test("a Node that is too old is told so, and how to get a newer one", () => {
  const older = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.18.3'})";
  const { status, stderr } = spawnSync(process.execPath, ["--import", older, setUp], { encoding: "utf8" });
  assert.equal(status, 1);
  assert.match(stderr, /needs Node\.js 20\.19 or newer; this is 20\.18\.3/);
  assert.match(stderr, /nodejs\.org/);
});

test("where programs are missing and there is no apt-get, the set-up stops with what to type", () => {
  const folder = mkdtempSync(join(tmpdir(), "set-up-"));
  try {
    symlinkSync(process.execPath, join(folder, "node"));
    const { status, stderr } = spawnSync(process.execPath, [setUp], { encoding: "utf8", env: { PATH: folder, HOME: folder } });
    assert.equal(status, 1);
    assert.match(stderr, /missing .*: vsearch cutadapt swarm ncbi-blast\+/);
    assert.match(stderr, /conda install -c conda-forge -c bioconda vsearch cutadapt/);
    assert.doesNotMatch(stderr, /\n\s+at /, "no stack trace");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("where all is there, the set-up says nothing", () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [setUp, "--for", "check"], { encoding: "utf8" });
  assert.deepEqual({ status, stderr, stdout }, { status: 0, stderr: "", stdout: "" });
});
