import assert from "node:assert/strict";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { AnalysisResult } from "../../contracts/tasks/run-analysis/result.js";
import { featureId } from "../../science/feature.js";
import { seededDraw } from "../../science/random.js";
import { reverseComplement } from "../../science/reverse-complement.js";
import { DATA, example, needs, stackWith } from "./data.js";
import { type DevStack, EXAMPLES } from "./dev-stack.js";

const ran = (result: AnalysisResult) => result.stages.filter(({ state }) => state === "ran").map(({ name }) => name);

const rowsOf = (text: string) => {
  const [head = [], ...rows] = text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split("\t"));
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ""])));
};

describe("novelty", () => {
  let stack: DevStack;

  before(async () => {
    stack = await stackWith("mock-12s");
  });
  after(() => stack.stop());

  /** Ids of the true sequences whose genus the reference has, and has not. */
  async function membersOf(truth: string) {
    const rows = rowsOf(await readFile(truth, "utf8"));
    const ids = (known: string) =>
      new Set(rows.filter((row) => row["genus_in_reference"] === known).map((row) => featureId(row["sequence"] ?? "")));
    return { present: ids("True"), absent: ids("False") };
  }

  test("of the example community exactly the genera that the reference lacks are found; another limit judges anew, and no more", async () => {
    const params = { ...example, analysis_type: "novelty", parameters: { ...example.parameters, calibration_size: 900 } };
    const result = await stack.succeed(params);
    const { absent } = await membersOf(join(EXAMPLES, "truth.tsv"));
    const rows = rowsOf(await stack.artifact(result.id, "novelty.tsv"));
    const found = rows.filter(({ finding }) => finding !== "known").map(({ feature }) => feature);
    assert.deepEqual(new Set(found), absent);
    const { novelty } = result;
    assert.deepEqual([novelty?.known, novelty?.novel, novelty?.gaps], [20, 3, 0]);
    assert.deepEqual(
      novelty?.ranks.map(({ rank }) => rank),
      ["family", "genus"],
    );
    for (const { false_novelty: falseNovelty, area, area_interval: interval } of novelty?.ranks ?? []) {
      assert.ok(falseNovelty <= 0.2 && interval[0] < area && area < interval[1]);
    }
    const curve = rowsOf(await stack.artifact(result.id, "calibration.tsv"));
    assert.equal(curve.length, 2 * 99);
    assertDrawn(await stack.artifact(result.id, "report.html"), absent, result);

    const stricter = await stack.succeed({ ...params, parameters: { ...params.parameters, max_false_novelty: 0.05 } });
    assert.deepEqual(ran(stricter), ["import_input", "find_novelty", "write_report", "write_provenance"]);
    assert.match(stricter.stages.find(({ name }) => name === "find_novelty")?.why ?? "", /max_false_novelty: 0.05 instead of 0.2/);
  });

  test("sequences of either strand are judged alike; one of no organism is a gap of the reference, no discovery", async () => {
    const parameters = { ...example.parameters, calibration_size: 900, min_size: 2 };
    const first = await stack.succeed({
      ...example,
      analysis_type: "novelty",
      parameters: { ...example.parameters, calibration_size: 900 },
    });
    const fasta = (await stack.artifact(first.id, "features.fasta")).trimEnd().split("\n");
    const draw = seededDraw(1);
    const nobody = Array.from({ length: 250 }, () => "ACGT"[draw(4)]).join("");
    const sequences = [
      ...fasta.filter((line) => !line.startsWith(">")).map((line, at) => (at % 2 ? reverseComplement(line) : line)),
      nobody,
    ];
    await stack.folderOf("strands", { "x.fasta": sequences.map((sequence, at) => `>${at};size=9\n${sequence}\n`).join("") });
    const result = await stack.succeed({ ...example, dataset_path: "strands/x.fasta", analysis_type: "novelty", parameters });
    assert.deepEqual([result.novelty?.known, result.novelty?.novel, result.novelty?.gaps], [20, 3, 1]);
    const [gap] = result.novelty?.features.filter(({ finding }) => finding === "gap") ?? [];
    assert.deepEqual([gap?.feature, gap?.close_relatives], [featureId(nobody), 0]);
    assert.match(
      result.warnings.join("\n"),
      /1 of 24 features have no close relative in the reference: that is a gap of the reference, not a discovery/,
    );
    assert.equal(result.stages.find(({ name }) => name === "calibrate_novelty")?.state, "reused");
  });

  test("mock-12s: the four absent genera score above every present one, and exactly they are found", {
    skip: needs("mock-12s"),
  }, async () => {
    await stack.folderOf("mock", {});
    for (const side of [1, 2])
      await cp(join(DATA, `mock-12s/mock1_R${side}.fastq.gz`), join(stack.dataRoot, `mock/mock1_R${side}.fastq.gz`));
    const result = await stack.succeed({
      dataset_path: "mock",
      analysis_type: "novelty",
      reference: "mock-12s/reference-without-4-genera.sintax.fasta.gz",
      parameters: { marker: "12S-MiFish", calibration_size: 1500 },
    });
    const { present, absent } = await membersOf(join(DATA, "mock-12s/truth.tsv"));
    const rows = rowsOf(await stack.artifact(result.id, "novelty.tsv"));
    const scores = (of: Set<string>) => rows.filter(({ feature = "" }) => of.has(feature)).map((row) => Number(row["genus_score"]));
    assert.deepEqual([scores(absent).length, scores(present).length], [4, 20]);
    assert.ok(Math.min(...scores(absent)) > Math.max(...scores(present)));
    const found = rows.filter(({ finding }) => finding !== "known").map(({ feature }) => feature);
    assert.deepEqual(new Set(found), absent);
    // As the nearest references of the four are known to be.
    const identities = rows.filter(({ feature = "" }) => absent.has(feature)).map(({ identity }) => (100 * Number(identity)).toFixed(1));
    assert.deepEqual(identities.sort(), ["86.6", "92.5", "93.6", "95.1"]);
  });
});

/** The report has the findings, and the error rates of the lowest rank. */
function assertDrawn(page: string, absent: Set<string>, { novelty }: AnalysisResult): void {
  const genus = novelty?.ranks.at(-1);
  assert.ok(genus);
  assert.match(page, /<section id="novelty">[^]*close relatives \(3\)[^]*no discovery \(0\)[^]*known \(20\)/);
  for (const id of absent) assert.match(page, new RegExp(`<code title="${id}">`));
  const rates = [genus.found_novelty, genus.false_novelty].map((rate) => `${(100 * rate).toFixed(1)}\u00a0%`);
  const told = `With the threshold ${genus.threshold}, ${rates[0]} of the left-out ones are found, and ${rates[1]} of the known`;
  assert.ok(page.includes(told), told);
}
