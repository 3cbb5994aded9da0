import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import type { ToolRunner } from "../../../tools/run-tool.js";
import { Vsearch } from "../../../tools/vsearch.js";

const FILE = fileURLToPath(import.meta.url);

test("references under 32 bases take part when features are named", async () => {
  const runs: string[][] = [];
  const tools = { run: async ({ args }: { args: string[] }) => runs.push(args) } as unknown as ToolRunner;
  const files = { features: FILE, reference: FILE, assignments: "out.tsv" };
  await new Vsearch(tools).classify({ ...files, strand: "plus", seed: 1 }, {} as Parameters<Vsearch["classify"]>[1]);
  const [args = []] = runs;
  assert.equal(args[args.indexOf("--minseqlength") + 1], "1");
  assert.equal(args[args.indexOf("--threads") + 1], "1");
});
