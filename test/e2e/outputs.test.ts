import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import type { AnalysisResult } from "../../contracts/tasks/run-analysis/result.js";
import { python, pythonHas } from "../python.js";
import { example, stackWith } from "./data.js";
import type { DevStack } from "./dev-stack.js";

const run = promisify(execFile);

describe("what an analysis leaves", () => {
  let stack: DevStack;
  let result: AnalysisResult & { id: string };
  /** All files of the job, as `avalanche result --save` has them. */
  let folder: string;

  before(async () => {
    stack = await stackWith();
    result = await stack.succeed(example);
    folder = await mkdtemp(join(stack.home, "saved-"));
    for (const { name } of result.artifacts) {
      const response = await stack.call(`/jobs/${result.id}/artifacts/${name}`);
      await writeFile(join(folder, name), Buffer.from(await response.arrayBuffer()));
    }
  });
  after(() => stack.stop());

  test("the files of the job are named, and with the crate's metadata they are an RO-Crate", async () => {
    const names = result.artifacts.map(({ name }) => name);
    for (const name of ["table.biom", "table.json.biom", "qiime2.zip", "phyloseq.zip", "report.html", "methods.txt", "citations.bib"])
      assert.ok(names.includes(name), name);
    const crate = JSON.parse(await stack.artifact(result.id, "ro-crate-metadata.json")) as { "@graph": Record<string, unknown>[] };
    const files = crate["@graph"].filter((entity) => entity["@type"] === "File" && "contentSize" in entity);
    assert.deepEqual(
      files.map((entity) => [entity["name"], entity["sha256"], entity["contentSize"]]),
      result.artifacts
        .filter(({ name }) => name !== "ro-crate-metadata.json")
        .map(({ name, sha256, size_bytes }) => [name, sha256, String(size_bytes)]),
    );
    const ids = new Set(crate["@graph"].map((entity) => entity["@id"]));
    assert.equal(ids.size, crate["@graph"].length);
    const named = [...JSON.stringify(crate["@graph"]).matchAll(/\{"@id":"([^"]+)"\}/g)].map(([, id]) => id);
    assert.deepEqual(
      named.filter((id) => !ids.has(id)),
      ["https://w3id.org/ro/crate/1.1"],
    );
  });

  test("the validator of RO-Crates takes it for a Process Run Crate", { skip: hasValidator() }, async (t) => {
    const report = join(stack.home, "crate.json");
    const options = ["--profile-identifier", "process-run-crate", "--requirement-severity", "REQUIRED", "-f", "json", "-o", report];
    // Its status also says that it reached no network.
    const said = await run("rocrate-validator", ["-y", "validate", "--no-paging", ...options, folder]).catch(
      (error: { stdout: string }) => error,
    );
    if (!existsSync(report)) return t.skip(`rocrate-validator gave no report: ${said.stdout.slice(-300)}`);
    const { issues } = JSON.parse(await readFile(report, "utf8")) as { issues: { message: string }[] };
    const found = issues.map(({ message }) => message).filter((message) => !/HTTPSConnectionPool|Unable to retrieve/.test(message));
    assert.deepEqual(found, []);
  });

  test("biom-format finds in the table what features.tsv says", { skip: pythonHas("biom", "python3-biom-format") }, async () => {
    const script = `
import sys, biom
table = biom.load_table(sys.argv[1])
print("\\t".join(["feature", *table.ids()]))
for values, id, metadata in table.iter(axis="observation"): print("\\t".join([id, *(str(int(value)) for value in values)]))`;
    assert.equal(await python(script, join(folder, "table.biom")), await stack.artifact(result.id, "features.tsv"));
  });

  test("the report is answered as a page with a policy of its own; a job without one is said so", async () => {
    const response = await stack.call(`/jobs/${result.id}/report`);
    assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
    assert.equal(response.headers.get("content-disposition"), null);
    const page = await response.text();
    const [style, script] = ["style", "script"].map((tag) => {
      const [, text = ""] = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page) ?? [];
      return `${tag}-src 'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    });
    const policy = response.headers.get("content-security-policy") ?? "";
    assert.ok(policy.startsWith(`default-src 'none'; ${style}; ${script}; `), policy);
    assert.match(page, /creek/);
    const noop = await stack.untilFinal(await stack.submit("noop", {}));
    assert.equal((await stack.call(`/jobs/${noop.id}/report`)).status, 404);
  });

  test("methods and citations tell of what was used, and of nothing else", async () => {
    const methods = await stack.artifact(result.id, "methods.txt");
    assert.match(
      methods,
      /3 samples .* 16S-V4 .* cutadapt [\d.]+ .*VSEARCH [\d.]+ .*UNOISE3.*SINTAX.*SILVA.*none was removed\. This gave 23 ASVs\. Samples were compared .*\.\n$/,
    );
    const keys = [...(await stack.artifact(result.id, "citations.bib")).matchAll(/^@\w+\{(\w+),$/gm)].map(([, key]) => key);
    assert.deepEqual(keys, [
      "apprill2015primers",
      "davis2018decontam",
      "edgar2015errors",
      "edgar2016sintax",
      "edgar2016uchime2",
      "edgar2016unoise2",
      "martin2011cutadapt",
      "parada2016primers",
      "quast2013silva",
      "rognes2016vsearch",
    ]);
  });
});

/** Why a test is skipped that needs the validator of RO-Crates. */
function hasValidator(): string | false {
  return spawnSync("rocrate-validator", ["--version"]).status === 0 ? false : "needs rocrate-validator (PyPI: roc-validator)";
}
