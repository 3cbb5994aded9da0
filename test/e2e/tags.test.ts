import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { MARKERS } from "../../contracts/markers.js";
import type { AnalysisResult } from "../../contracts/tasks/run-analysis/result.js";
import { reverseComplement } from "../../science/reverse-complement.js";
import { needs, stackWith } from "./data.js";
import type { DevStack } from "./dev-stack.js";

const sum = (counts: Record<string, number> | undefined) => Object.values(counts ?? {}).reduce((total, count) => total + count, 0);

/** As the ngsfilter file beside the reads has them. */
const TAGS = { "13a_F730603": "aattaac", "15a_F730814": "gaagtag", "26a_F040644": "gaatatc", "29a_F260619": "gcctcct" };
const TAG_FILE = `sample,forward_tag,reverse_tag\n${Object.entries(TAGS)
  .map(([sample, tag]) => `${sample},${tag},${tag}\n`)
  .join("")}`;
const SHEET = "sample,fastq_1,fastq_2\nwolf,wolf_F.fastq.gz,wolf_R.fastq.gz\n";

const ran = (result: AnalysisResult) => result.stages.filter(({ state }) => state === "ran").map(({ name }) => name);
const rowsOf = (table: string) =>
  table
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((row) => row.split("\t"));

/** The same bases at each run. */
function randomBases(seed: number, length: number): string {
  let state = seed;
  return Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return "ACGT"[(state >> 16) & 3];
  }).join("");
}

describe("libraries, poor ends and flags", () => {
  let stack: DevStack;

  before(async () => {
    stack = await stackWith("wolf-demux");
    await stack.folderOf("wolf-demux", { "library.csv": SHEET, "tags.csv": TAG_FILE });
  });
  after(() => stack.stop());

  const wolf = (parameters: object = {}, more: object = { analysis_type: "clustering" }) => ({
    dataset_path: "wolf-demux/library.csv",
    ...more,
    parameters: { marker: "12S-V5", quality_offset: 64, tag_file: "wolf-demux/tags.csv", ...parameters },
  });

  const NEEDS_WOLF = { skip: needs("wolf-demux") };

  test(
    "a library's pairs are told apart by the tags at both ends, in either orientation; every pair is accounted for",
    NEEDS_WOLF,
    async () => {
      const result = await stack.succeed(wolf());
      assert.deepEqual(result.samples, Object.keys(TAGS));
      const table = rowsOf(await stack.artifact(result.id, "tag_jumps.tsv"));
      assert.equal(
        table.reduce((total, row) => total + Number(row.at(-1)), 0),
        45_276,
      );
      const counts = Object.fromEntries(table.flatMap(([, , , sample = "", pairs]) => (sample === "" ? [] : [[sample, Number(pairs)]])));
      assert.deepEqual(result.reads["demultiplex"], counts);
      assert.equal(sum(counts), 43_266);
      assert.match(result.warnings.join("\n"), /wolf: 2,010 of 45,276 pairs have no tag with its primer at both ends/);
      assert.match(result.warnings.join("\n"), /wolf: 21,889 of 45,276 pairs came in the other orientation and were turned/);
      // The preset's primers and length hold for real reads.
      assert.ok(
        sum(result.reads["trim_primers"]) > 0.98 * 43_266 && sum(result.reads["filter_reads"]) > 0.95 * sum(result.reads["merge_pairs"]),
        JSON.stringify(result.reads),
      );
    },
  );

  test("poor ends are cut off before the pairs are merged, and only what depends on it runs", NEEDS_WOLF, async () => {
    const before = await stack.succeed(wolf());
    const result = await stack.succeed(wolf({ quality_trim: 20, tag_file: "wolf-demux/wolf_diet_ngsfilter.txt" }));
    assert.deepEqual(ran(result).slice(0, 4), ["import_input", "trim_quality", "merge_pairs", "filter_reads"]);
    const [trimmed, cut] = [sum(result.reads["trim_primers"]), sum(result.reads["trim_quality"])];
    assert.ok(cut > 0 && cut <= trimmed, JSON.stringify(result.reads));
    assert.notDeepEqual(result.reads["merge_pairs"], before.reads["merge_pairs"]);
    assert.match(await stack.artifact(result.id, "reads.tsv"), /\ntrim_primers\t.*\ntrim_quality\t.*\nmerge_pairs\t/);
  });

  test("what is not of the marker's kind is flagged by its name, and removed only where asked for", NEEDS_WOLF, async () => {
    const found = await stack.succeed(wolf());
    const records = (await stack.artifact(found.id, "features.fasta")).trimEnd().split(">").slice(1);
    const reference = records.map((record, index) => {
      const [id = "", sequence = ""] = record.split("\n");
      return `>${id};tax=d:Eukaryota,c:Mammalia,${index === 0 ? "g:Homo,s:Homo_sapiens" : "g:Cervus,s:Cervus_elaphus"};\n${sequence}\n`;
    });
    await stack.folderOf("wolf-demux", { "names.fasta": reference.join("") });
    const named = { analysis_type: "clustering", reference: "wolf-demux/names.fasta" };
    const flagged = await stack.succeed(wolf({}, named));
    const [id = ""] = records[0]?.split("\n") ?? [];
    const taxonomy = await stack.artifact(flagged.id, "taxonomy.tsv");
    const flags = taxonomy.split("\n")[0]?.split("\t").indexOf("flags") ?? -1;
    assert.equal(rowsOf(taxonomy).find(([feature]) => feature === id)?.[flags], "human");
    assert.match(
      flagged.warnings.join("\n"),
      /^features flagged human \(of humans\): 1 with [\d,]+ reads, kept: `remove_flagged` removes them$/m,
    );
    assert.equal(flagged.features, found.features);

    const removed = await stack.succeed(wolf({ remove_flagged: true }, named));
    assert.deepEqual(ran(removed), [
      ...["import_input", "check_marker", "measure_diversity", "summarise", "export_tables", "write_report"],
      "write_provenance",
    ]);
    assert.equal(removed.features, found.features - 1);
    assert.match(await stack.artifact(removed.id, "removed.fasta"), new RegExp(`^>${id} reason=human size=\\d+$`, "m"));
    for (const file of ["features.tsv", "features.fasta", "taxonomy.tsv"])
      assert.doesNotMatch(await stack.artifact(removed.id, file), new RegExp(id));
    const human =
      rowsOf(await stack.artifact(flagged.id, "features.tsv"))
        .find(([feature]) => feature === id)
        ?.slice(1) ?? [];
    assert.equal(
      sum(removed.reads["map_reads"]) - sum(removed.reads["check_marker"]),
      human.reduce((total, count) => total + Number(count), 0),
    );
  });

  test("of two libraries each has its own tags: one wrong base is borne, two are not; jumps and samples without reads are told", async () => {
    const [one, two, three] = ["ACACACAC", "GTGTACTG", "TCTCAGAG"] as const;
    const { forwardPrimer, reversePrimer } = MARKERS["12S-V5"];
    const insert = randomBases(7, 100);
    const pair = (forward: string, reverse: string, isTurned = false) => {
      const reads = [forward + forwardPrimer + insert, reverse + reversePrimer + reverseComplement(insert)].map((read) =>
        read.slice(0, 100),
      );
      return isTurned ? reads.reverse() : reads;
    };
    const times = (count: number, ...of: Parameters<typeof pair>) => Array.from({ length: count }, () => pair(...of));
    const fastq = (pairs: string[][], side: number) =>
      pairs.map((reads, index) => `@r${index}\n${reads[side]}\n+\n${"I".repeat(100)}\n`).join("");
    const wrong = (tag: string, ...places: number[]) =>
      [...tag].map((base, at) => (places.includes(at) ? (base === "A" ? "C" : "A") : base)).join("");
    const first = [
      ...times(6, one, two),
      ...times(5, two, one, true),
      ...times(2, one, one),
      ...times(1, wrong(one, 1), `TT${two}`),
      ...times(3, wrong(one, 1, 5), two),
      ...times(1, randomBases(3, 8), two),
    ];
    const second = times(4, one, one);
    await stack.folderOf("two", {
      "run1_R1.fastq": fastq(first, 0),
      "run1_R2.fastq": fastq(first, 1),
      "run2_R1.fastq": fastq(second, 0),
      "run2_R2.fastq": fastq(second, 1),
    });
    await stack.folderOf("tags", {
      "two.tsv": `sample\tlibrary\tforward_tag\treverse_tag\na\trun1\t${one}\t${two}\nb\trun1\t${two}\t${one}\nc\trun2_R1.fastq\t${one}\t${one}\nd\trun2\t${three}\t${one}\n`,
    });
    const parameters = { marker: "12S-V5", tag_file: "tags/two.tsv", min_size: 1 };
    const result = await stack.succeed({ dataset_path: "two", analysis_type: "clustering", parameters });
    assert.deepEqual(result.reads["demultiplex"], { a: 7, b: 5, c: 4, d: 0 });
    assert.deepEqual(result.reads["map_reads"], { a: 7, b: 5, c: 4, d: 0 });
    assert.equal(result.features, 1);
    assert.deepEqual(rowsOf(await stack.artifact(result.id, "tag_jumps.tsv")), [
      ["run1", one, two, "a", "7"],
      ["run1", two, one, "b", "5"],
      ["run1", one, one, "", "2"],
      ["run1", "", "", "", "4"],
      ["run2", one, one, "c", "4"],
      ["run2", three, one, "d", "0"],
      ["run2", "", "", "", "0"],
    ]);
    const warnings = result.warnings.join("\n");
    assert.match(warnings, /run1: 2 of 18 pairs have two tags that are no sample's together \(tag jumps\)/);
    assert.match(
      warnings,
      /sample d: 0 of 4 reads left after stage demultiplex; no pair of reads begins with its two tags: look at `tag_file`/,
    );
    const forward = await stack.succeed({
      dataset_path: "two",
      analysis_type: "clustering",
      parameters: { ...parameters, forward_only: true, quality_trim: 10, min_length: 50 },
    });
    assert.deepEqual(forward.reads["map_reads"], { a: 7, b: 5, c: 4, d: 0 });

    await stack.folderOf("tags", { "bad.tsv": `sample\tforward_tag\treverse_tag\na\t${one}\t${two}\nb\tACACACAG\t${two}\n` });
    const refused = async (dataset: string, tagFile: string) => {
      const { error } = await stack.analyse({
        dataset_path: dataset,
        analysis_type: "clustering",
        parameters: { ...parameters, tag_file: tagFile },
      });
      assert.equal(error?.type, "InvalidInput");
      return error?.message ?? "";
    };
    assert.match(await refused("two", "tags/bad.tsv"), /^tags\/bad.tsv, line 2: there are 2 libraries \(run1, run2\)/);
    const lost = { dataset_path: "two", analysis_type: "clustering", parameters: { ...parameters, tag_file: "tags/lost.tsv" } };
    const answer = await stack.call("/jobs", { method: "POST", body: JSON.stringify({ task: "run_analysis", params: lost }) });
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /params.parameters.tag_file.*there is no such file under the data root/);
    assert.match(await refused("two/run1_R1.fastq", "tags/two.tsv"), /`tag_file` is for pairs of reads.*run1_R1.fastq has no pairs/);
  });

  test("of COI, sequences that code for no protein are flagged and can be removed, without any reference", async () => {
    const codons = ["GCT", "GGA", "CTA", "ATC", "TTC", "CCA", "ACA", "GTC", "TCA", "CAC"];
    const gene = (seed: number) =>
      `A${[...randomBases(seed, 104)].map((base, index) => codons[("ACGT".indexOf(base) + 3 * index + seed) % 10]).join("")}`;
    const stops = [...["TAA", "TTA"].flatMap((stop) => [60, 121, 182].map((at) => [at + (stop === "TAA" ? 0 : 15), stop] as const))];
    const broken = stops.reduce((sequence, [at, stop]) => sequence.slice(0, at) + stop + sequence.slice(at + 3), gene(3));
    const shifted = gene(2).slice(0, 100) + gene(2).slice(101);
    const fasta = [gene(1), shifted, broken].map((sequence, index) => `>s${index};size=${10 - index}\n${sequence}\n`).join("");
    await stack.folderOf("coi", { "pond.fasta": fasta });
    const coi = (parameters: object) => ({
      dataset_path: "coi/pond.fasta",
      analysis_type: "clustering",
      parameters: { marker: "COI-Leray", ...parameters },
    });
    const result = await stack.succeed(coi({ remove_flagged: true }));
    assert.equal(result.features, 1);
    assert.deepEqual([result.reads["map_reads"], result.reads["check_marker"]], [{ pond: 27 }, { pond: 10 }]);
    const removed = await stack.artifact(result.id, "removed.fasta");
    assert.match(removed, new RegExp(`reason=frameshift size=9\n${shifted}\n`));
    assert.match(removed, new RegExp(`reason=stop_codons size=8\n${broken}\n`));
    assert.equal((await stack.succeed(coi({}))).features, 3);
  });
});
