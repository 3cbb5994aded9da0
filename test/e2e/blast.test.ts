import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { BlastSearchResult } from "../../contracts/tasks/run-blast-search/schema.js";
import { compareWithTruth } from "../../local/demo/compare-truth.js";
import { example, REFERENCE, stackWith } from "./data.js";
import { type DevStack, EXAMPLES } from "./dev-stack.js";

const FASTA = gunzipSync(readFileSync(join(EXAMPLES, "silva-138.2-seed-v4.sintax.fasta.gz"))).toString();

describe("BLAST searches", () => {
  let stack: DevStack;
  let database: string;

  before(async () => {
    stack = await stackWith();
    const fasta = join(stack.home, "direct.fasta");
    database = join(stack.home, "direct");
    writeFileSync(fasta, FASTA);
    execFileSync("makeblastdb", ["-in", fasta, "-dbtype", "nucl", "-out", database]);
    const known = FASTA.split("\n")
      .slice(0, 40)
      .map((line, index) => (line.startsWith(">") ? `>q${index / 2} of ${index}` : mutated(line, index)));
    writeFileSync(
      join(stack.dataRoot, "query.fasta"),
      [...known, ">none", "AT".repeat(60), ">short", FASTA.split("\n")[1]?.slice(0, 40), ""].join("\n"),
    );
  });
  after(() => stack.stop());

  const direct = (...args: string[]) =>
    execFileSync("blastn", ["-query", join(stack.dataRoot, "query.fasta"), "-db", database, "-outfmt", "6", ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  const search = async (params: object) => {
    const job = await stack.untilFinal(
      await stack.submit("run_blast_search", { query_path: "query.fasta", reference: REFERENCE, ...params }, { max_retries: 0 }),
    );
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    return { ...(job.result as BlastSearchResult), id: job.id };
  };

  test("hits are those of a direct blastn, field by field, with the lineage behind them", async () => {
    const found = await search({});
    const expected = direct("-task", "megablast", "-evalue", "1e-10", "-max_target_seqs", "10", "-num_threads", "1");
    assert.equal(await stack.artifact(found.id, "hits.outfmt6.tsv"), expected);
    const [head = "", ...rows] = (await stack.artifact(found.id, "hits.tsv")).trimEnd().split("\n");
    assert.deepEqual(
      rows.map((row) => row.split("\t").slice(0, 12).join("\t")),
      expected.trimEnd().split("\n"),
    );
    const cells = new Map(head.split("\t").map((name, index) => [name, rows[0]?.split("\t")[index]]));
    assert.equal(
      cells.get("lineage"),
      `${(cells.get("sseqid") ?? "")
        .split("tax=")[1]
        ?.replaceAll(",", ";")
        .replace(/\b([dpcofg]):/g, (_, letter: string) => `${RANKS[letter]}:`)}`,
    );
    assert.deepEqual([found.queries, found.queries_with_hits, found.hits], [22, 21, rows.length]);
    assert.match(found.warnings.join(), /1 of 22 queries are shorter than 50 bases; program blastn-short/);
  });

  test("program, limits and further options reach blastn; the index is found again", async () => {
    const params = {
      program: "blastn",
      evalue: 0.001,
      max_targets: 20,
      min_identity: 95,
      min_coverage: 90,
      options: { word_size: 16, strand: "plus" },
    };
    const found = await search(params);
    const args = ["-task", "blastn", "-evalue", "0.001", "-max_target_seqs", "20", "-perc_identity", "95", "-qcov_hsp_perc", "90"];
    assert.equal(await stack.artifact(found.id, "hits.outfmt6.tsv"), direct(...args, "-word_size", "16", "-strand", "plus"));
    const job = await stack.job(found.id);
    assert.deepEqual(job.attempts.find(({ stage }) => stage === "index_reference")?.state, "reused");
  });

  test("blast_lca names 19 of the 20 known genera of the example, as SINTAX does, and shows what the hits disagree on", async () => {
    const result = await stack.succeed({ ...example, parameters: { ...example.parameters, classifier: "blast_lca" } });
    const files = ["features.tsv", "taxonomy.tsv"].map((name) => stack.artifact(result.id, name));
    const [features, taxonomy] = (await Promise.all(files)) as [string, string];
    const compared = compareWithTruth(readFileSync(join(EXAMPLES, "truth.tsv"), "utf8"), features, taxonomy);
    assert.deepEqual([compared.features, compared.falseFeatures, compared.knownGenera], [23, 0, 20]);
    assert.equal(compared.namedGenera, 19);
    const [head = "", ...rows] = taxonomy.trimEnd().split("\n");
    const columns = head.split("\t");
    const cell = (row: string, name: string) => row.split("\t")[columns.indexOf(name)] ?? "";
    assert.ok(
      rows.every((row) => cell(row, "method") === "blast_lca" && Number(cell(row, "votes")) > 0 && Number(cell(row, "best_identity")) > 80),
    );
    const contested = rows.filter((row) => Number(cell(row, "genus_confidence")) < 0.8);
    assert.ok(
      contested.length > 0 &&
        contested.every((row) => cell(row, "genus") === "" && /;genus:/.test(cell(row, "verbatim")) && cell(row, "ties") !== ""),
    );
  });

  test("row 21: options that are not allowed and values that are none are refused; so are queries that hold no nucleotides", async () => {
    const refused = async (params: object) => {
      const response = await stack.call("/jobs", {
        method: "POST",
        body: JSON.stringify({ task: "run_blast_search", params: { query_path: "query.fasta", reference: REFERENCE, ...params } }),
      });
      assert.equal(response.status, 400, JSON.stringify(params));
    };
    for (const options of [{ out: "/etc/x" }, { remote: true }, { entrez_query: "x" }, { num_threads: 10_000 }, { word_size: "11" }])
      await refused({ options });
    for (const params of [
      { evalue: "abc" },
      { evalue: -1 },
      { outfmt: "6 $(id)" },
      { program: "tblastx" },
      { min_identity: 0.97 },
      { max_targets: 0 },
    ])
      await refused(params);
    for (const [text, message] of [
      ["", /query.*: the file is empty/],
      [">a\nMKVLAE\n", /line 2: "E" at column 6 is no nucleotide|is no nucleotide/],
      [">a\n>b\nACGT\n", /line 1: the sequence has no letters/],
      ["@a\nACGT\n+\nIIII\n", /line 1: the file begins with "@" instead of ">"/],
    ] as const) {
      writeFileSync(join(stack.dataRoot, "bad.fasta"), text);
      const job = await stack.untilFinal(await stack.submit("run_blast_search", { query_path: "bad.fasta", reference: REFERENCE }));
      assert.equal(job.error?.type, "InvalidInput");
      assert.match(job.error?.message ?? "", message === undefined ? /./ : new RegExp(message.source.replace("query.*", "bad.fasta")));
    }
  });
});

const RANKS: Record<string, string> = { d: "domain", p: "phylum", c: "class", o: "order", f: "family", g: "genus" };

/** Every 40th base is another one. */
function mutated(sequence: string, seed: number): string {
  return [...sequence].map((base, index) => ((index + seed) % 40 === 0 ? (base === "A" ? "C" : "A") : base)).join("");
}
