import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inThread } from "../../../activities/in-thread.js";
import { FormatError } from "../../../science/format-error.js";

const watch = { signal: new AbortController().signal, progress: () => undefined };

test("what a thread throws is thrown here, and one that is told to stop ends with the reason", async () => {
  const work = { table: "/nowhere", tree: null, folder: "/nowhere", options: {} };
  await assert.rejects(inThread("diversity-thread", work, watch), /ENOENT/);
  const stop = new AbortController();
  const running = inThread("diversity-thread", { ...work, table: "/dev/zero" }, { ...watch, signal: stop.signal });
  stop.abort(new Error("cancelled"));
  await assert.rejects(running, /cancelled/);
});

test("a fault of a file is still one, with its line, when a thread found it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "avalanche-thread-"));
  const [file = "", sequences = "", subjects = ""] = ["given.fasta", "reference.fasta", "subjects.tsv"].map((name) => join(folder, name));
  try {
    await writeFile(file, ">a;tax=g:Salmo;\nACGT\n>a;tax=g:Salmo;\nACGT\n");
    const told: unknown[] = [];
    const progress = (...progress: unknown[]) => void told.push(progress);
    const fault = new FormatError("the id a stands for two sequences", 3);
    await assert.rejects(inThread("reference-thread", { file, hints: {}, sequences, subjects }, { ...watch, progress }), fault);
    assert.deepEqual(told.at(-1), [0, "42 of 42 bytes"]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
