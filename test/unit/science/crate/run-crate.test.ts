import assert from "node:assert/strict";
import { test } from "node:test";
import { TOOL_CITATIONS } from "../../../../science/citations/tools.js";
import { runCrate } from "../../../../science/crate/run-crate.js";

const crate = JSON.parse(
  runCrate({
    jobId: "j1",
    owner: "ada",
    task: "run_analysis",
    release: "0.1.0",
    startedAt: "2026-01-01T00:00:00Z",
    endedAt: "2026-01-01T00:01:00Z",
    parameters: { marker: "16S-V4", min_length: null },
    inputs: [
      { name: "a b.fastq", sha256: "ab".repeat(32) },
      { name: "the same.fastq", sha256: "ab".repeat(32) },
    ],
    outputs: [{ name: "features.tsv", sha256: "cd".repeat(32), sizeBytes: 12, mediaType: "text/tab-separated-values" }],
    versions: { vsearch: "2.22.1" },
    citations: [TOOL_CITATIONS.vsearch],
  }),
) as { "@graph": Record<string, unknown>[] };

const byId = new Map(crate["@graph"].map((entity) => [entity["@id"], entity]));

test("the crate tells of one run: what it was given, what it left, by which software", () => {
  const input = `ni:///sha-256;${Buffer.from("ab".repeat(32), "hex").toString("base64url")}`;
  assert.equal(byId.size, crate["@graph"].length);
  const { object, result, instrument } = byId.get("#job-j1") as Record<string, unknown>;
  assert.deepEqual(object, [{ "@id": input }, { "@id": "#parameter-marker" }, { "@id": "#parameter-min_length" }]);
  assert.deepEqual([result, instrument], [[{ "@id": "features.tsv" }], { "@id": "#avalanche" }]);
  assert.deepEqual(byId.get("./")?.["hasPart"], [{ "@id": "features.tsv" }, { "@id": input }]);
  const vsearch = byId.get("https://github.com/torognes/vsearch");
  assert.deepEqual([vsearch?.["softwareVersion"], vsearch?.["url"]], ["2.22.1", "https://github.com/torognes/vsearch"]);
  assert.deepEqual([byId.get("#owner")?.["name"], byId.get("#job-j1")?.["agent"]], ["ada", { "@id": "#owner" }]);
});

test("everything that is named in the crate is described in it", () => {
  const named = [...JSON.stringify(crate["@graph"]).matchAll(/\{"@id":"([^"]+)"\}/g)].map(([, id]) => id);
  assert.deepEqual(
    named.filter((id) => !byId.has(id)),
    ["https://w3id.org/ro/crate/1.1"],
  );
});
