import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { avalanche } from "./avalanche.js";
import { example, REFERENCE, stackWith } from "./data.js";
import { type DevStack, EXAMPLES } from "./dev-stack.js";

const FASTA = join(EXAMPLES, "silva-138.2-seed-v4.sintax.fasta.gz");

describe("references", () => {
  let stack: DevStack;

  before(async () => {
    stack = await stackWith();
  });
  after(() => stack.stop());

  const run = (...args: string[]) =>
    avalanche(["references", ...args], {
      AVALANCHE_HOME: stack.home,
      AVALANCHE_DATA_ROOT: stack.dataRoot,
      AVALANCHE_API_URL: "",
      AVALANCHE_TOKEN: "",
    });
  const json = async (path: string, init: RequestInit = {}) => {
    const response = await stack.call(path, init);
    return {
      status: response.status,
      body: (await response.json()) as Record<string, unknown> & { detail?: string; references?: { id: string; active: boolean }[] },
    };
  };
  const listed = async () => ((await json("/references")).body.references ?? []).map(({ id, active }) => (active ? `${id} *` : id));

  test("a file becomes a reference by name and version, an analysis names it, and open jobs keep it", async () => {
    const installed = await run("install", "silva-v4@138.2", FASTA, "--licence", "CC-BY 4.0");
    assert.equal(installed.status, 0, installed.stderr);
    assert.match(installed.stdout, /silva-v4@138.2 is installed: 7,\d+ sequences|silva-v4@138.2 is installed: [\d,]+ sequences/);
    const again = await run("install", "silva-v4@138.2", FASTA);
    assert.equal(again.status, 1);
    assert.match(again.stderr, /silva-v4@138.2 is installed already/);

    const first = gunzipSync(readFileSync(FASTA)).toString().split("\n").slice(0, 4000).join("\n");
    writeFileSync(join(stack.dataRoot, "small.fasta"), first);
    assert.equal((await run("install", "silva-v4@0.1", "small.fasta")).status, 0);
    assert.deepEqual(await listed(), ["silva-v4@138.2 *", "silva-v4@0.1"]);

    const named = await stack.succeed({ ...example, reference: "silva-v4" });
    const given = await stack.succeed(example);
    const tables = ({ artifacts }: typeof given) => artifacts.find(({ name }) => name === "features.fasta")?.sha256;
    assert.equal(named.reference?.name, "silva-v4@138.2");
    assert.deepEqual([named.reference?.sha256, named.taxa, tables(named)], [given.reference?.sha256, given.taxa, tables(given)]);

    const waiting = await stack.submit("run_analysis", { ...example, reference: "silva-v4@0.1" }, { countdown: 600 });
    const refused = await json("/references/silva-v4@0.1", { method: "DELETE" });
    assert.equal(refused.status, 409);
    assert.match(refused.body.detail ?? "", new RegExp(`1 open jobs use silva-v4@0.1, such as ${waiting}`));
    await stack.call(`/jobs/${waiting}/cancel`, { method: "POST" });
    await stack.untilFinal(waiting);
    const active = await run("remove", "silva-v4@138.2");
    assert.match(active.stderr, /is the active version; activate another one first, such as silva-v4@0.1/);
    assert.equal((await run("activate", "silva-v4@0.1")).stdout, "silva-v4@0.1 is active.\n");
    assert.match((await run("show", "silva-v4")).stdout, /silva-v4@0.1 \(active\)[\s\S]*2,000, \d+ to \d+ bases/);
    assert.equal((await run("remove", "silva-v4@138.2")).status, 0);
    assert.deepEqual(await listed(), ["silva-v4@0.1 *"]);
    assert.match((await run("list")).stdout, /^Reference +Sequences .*\nsilva-v4@0.1 +\* +2,000/);
  });

  test("a faulty file is never seen as a reference; names and versions that are none are refused before anything starts", async () => {
    writeFileSync(join(stack.dataRoot, "bad.fasta"), ">a;tax=d:A;\nACGT\n>b;tax=d:A;\nACEFGT\n");
    const failed = await run("install", "bad@1", "bad.fasta");
    assert.equal(failed.status, 1);
    assert.match(failed.stderr, /bad.fasta, line 4: "E" at column 3 is no nucleotide/);
    assert.equal((await json("/references/bad@1")).status, 404);

    const post = (body: unknown) => json("/references", { method: "POST", body: JSON.stringify(body) });
    for (const [name, version] of [
      ["SILVA", "1"],
      ["../silva", "1"],
      ["silva;", "1"],
      ["silva", "latest"],
      ["silva", "../1"],
    ])
      assert.equal((await post({ name, version, fasta_path: REFERENCE })).status, 400, `${name}@${version}`);
    for (const id of ["%00", "silva", "silva@999", "..%2fx", "*", "a@b@c", "x".repeat(5000)])
      for (const [method, end] of [
        ["GET", ""],
        ["DELETE", ""],
        ["POST", "/activate"],
      ] as const)
        assert.equal((await json(`/references/${id}${end}`, { method })).status, 404, `${method} ${id}`);
    const missing = await json("/jobs", {
      method: "POST",
      body: JSON.stringify({ task: "run_analysis", params: { ...example, reference: "silva@999" } }),
    });
    assert.equal(missing.status, 400);
    assert.match(JSON.stringify(missing.body), /no such file under the data root, nor a reference of this name \(/);
  });
});
