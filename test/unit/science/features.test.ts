import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { test } from "node:test";
import { isChimera, parseUchime } from "../../../science/chimeras.js";
import { featureId, inCanonicalOrder } from "../../../science/feature.js";
import { FeatureTable, parseFeatureTable, readFeatureTable } from "../../../science/feature-table.js";
import { primerOffsetWarning } from "../../../science/primer-offset.js";
import { reverseComplement } from "../../../science/reverse-complement.js";
import { certainNames, isContested, parseSintax } from "../../../science/sintax.js";
import { readsTable, taxonomyTable } from "../../../science/tables.js";
import { taxaOf } from "../../../science/taxa.js";
import { textLines } from "../../../science/text-lines.js";
import { tsv } from "../../../science/tsv.js";

const RANKS = ["domain", "phylum", "genus"];
const SINTAX = "f1;size=9\td:domain=Bacteria(1.00),k:phylum=Bacillota(0.93),p:genus=Bacillus%2C%20cereus(0.79)\t+\nf2\t\t\n";

test("a feature is named by the MD5 of its upper-case sequence", () => {
  assert.equal(featureId("acgt"), createHash("md5").update("ACGT").digest("hex"));
});

test("features stand in one order, however they were found", () => {
  const features = [
    { sequence: "C", reads: 1 },
    { sequence: "A", reads: 1 },
    { sequence: "G", reads: 5 },
  ];
  const order = (list: typeof features) =>
    inCanonicalOrder(list, ({ reads }) => reads)
      .map(({ sequence }) => sequence)
      .join("");
  assert.equal(order(features), "GAC");
  assert.equal(order([...features].reverse()), "GAC");
});

test("SINTAX output is read with its confidences, also names with commas and blanks", () => {
  const [first, second] = parseSintax(SINTAX, RANKS);
  assert.deepEqual(first?.names.at(-1), { rank: "genus", name: "Bacillus, cereus", confidence: 0.79 });
  assert.deepEqual(second, { feature: "f2", names: [] });
});

test("names are certain down to the first that is not", () => {
  const [first] = parseSintax(SINTAX, RANKS);
  assert.ok(first);
  assert.deepEqual(
    certainNames(first, 0.8).map(({ rank }) => rank),
    ["domain", "phylum"],
  );
  assert.equal(certainNames(first, 0.79).length, 3);
  const [upsideDown] = parseSintax("f1\td:genus=Mucor(0.50),k:phylum=Mucoromycota(0.90)\t+\n", RANKS);
  assert.ok(upsideDown);
  assert.deepEqual(
    certainNames(upsideDown, 0.8).map(({ name }) => name),
    ["Mucoromycota"],
  );
  assert.equal(isContested(first, 0.8), true);
  assert.equal(isContested(first, 0.84), true);
  assert.equal(isContested(first, 0.85), false);
  assert.equal(isContested(first, 0.5), false);
});

test("a chimera's parents must occur with it in a sample", () => {
  const [suspected] = parseUchime(
    "1.2\tc;size=4\ta;size=9\tb;size=8\ta\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t2\tY\n0\td;size=3\t*\t*\t*\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t*\tN\n",
  );
  assert.deepEqual(suspected, { name: "c", parents: ["a", "b"] });
  const within = (samples: Record<string, string[]>) =>
    isChimera(suspected as NonNullable<typeof suspected>, (name) => new Set(samples[name]));
  assert.equal(within({ a: ["s1"], b: ["s1", "s2"], c: ["s1"] }), true);
  assert.equal(within({ a: ["s1"], b: ["s2"], c: ["s1", "s2"] }), false);
});

test("a borderline case counts as a chimera too: vsearch keeps it out of its own non-chimeras", () => {
  const rows = ["Y", "?", "N"].map((verdict) => `1.2\t${verdict}1;size=4\ta\tb\ta\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t2\t${verdict}\n`);
  assert.deepEqual(
    parseUchime(rows.join("")).map(({ name }) => name),
    ["Y1", "?1"],
  );
});

test("a table comes back from its text as it was", () => {
  const table = parseFeatureTable("feature\tcreek\tlake\nf1\t3\t0\nf2\t0\t4\n");
  assert.deepEqual([table.count("f1", "creek"), table.count("f1", "lake"), table.total("f2")], [3, 0, 4]);
  assert.deepEqual(table.depths, { creek: 3, lake: 4 });
  assert.throws(() => parseFeatureTable("feature\tcreek\nf1\t3\t0\n"), /2 counts for 1 samples/);
});

test("taxa add up the features of one name, with the lowest confidence", () => {
  const table = new FeatureTable(["creek", "lake"]);
  table.add("f1", "creek", 3);
  table.add("f2", "lake", 4);
  const named = (feature: string, confidence: number) => ({ feature, names: [{ rank: "genus", name: "Salmo", confidence }] });
  const features = ["f1", "f2"].map((id) => ({ id, sequence: id, size: 1 }));
  assert.deepEqual(
    taxaOf(
      features,
      table,
      new Map([
        ["f1", named("f1", 1)],
        ["f2", named("f2", 0.9)],
      ]),
      0.8,
    ),
    [{ lineage: { genus: "Salmo" }, rank: "genus", reads: 7, samples: { creek: 3, lake: 4 }, confidence: 0.9, features: 2 }],
  );
});

test("text that a spreadsheet would take for a formula is kept text", () => {
  assert.equal(
    tsv(
      ["=cmd|x", "+a"],
      [
        ["-b", -3],
        ["@c", "d\te"],
      ],
    ),
    "'=cmd|x\t'+a\n'-b\t-3\n'@c\td e\n",
  );
});

test("the taxonomy keeps names as the reference writes them beside the cleaned ones, and the taxa bear the same", () => {
  const lineage = "d:domain=Bacteria(1.00),k:phylum=Bacillota_X(1.00),p:genus=Salmo_trutta(0.90)";
  const assignments = new Map(parseSintax(`f1\t${lineage}\t+\n`, RANKS).map((found) => [found.feature, found]));
  const naming = { minConfidence: 0.8, ranks: RANKS, method: "sintax", reference: "r", flags: new Map([["f1", "human"]]) };
  const features = [{ id: "f1", sequence: "A", size: 1 }];
  const text = taxonomyTable(features, assignments, naming);
  assert.match(text, /f1\tBacteria\t\tSalmo trutta\t1\t1\t0.9\tdomain:Bacteria;phylum:Bacillota_X;genus:Salmo_trutta\t\thuman\t/);
  const [taxon] = taxaOf(features, new FeatureTable(["creek"]), assignments, 0.8);
  assert.deepEqual([taxon?.lineage, taxon?.rank], [{ domain: "Bacteria", genus: "Salmo trutta" }, "genus"]);
});

test("a taxon whose lowest name is a placeholder is the same as one without that name", () => {
  const lineages = ["d:domain=Bacteria(1.00),k:phylum=uncultured(0.95)", "d:domain=Bacteria(0.90)"];
  const assignments = new Map(
    lineages.flatMap((lineage, index) => parseSintax(`f${index}\t${lineage}\t+\n`, RANKS)).map((found) => [found.feature, found]),
  );
  const features = ["f0", "f1"].map((id) => ({ id, sequence: id, size: 1 }));
  const taxa = taxaOf(features, new FeatureTable(["creek"]), assignments, 0.8);
  assert.deepEqual(
    taxa.map(({ lineage, rank, confidence, features: count }) => ({ lineage, rank, confidence, count })),
    [{ lineage: { domain: "Bacteria" }, rank: "domain", confidence: 0.9, count: 2 }],
  );
});

test("a support of 0.75 is within 0.05 of 0.8, whatever floating point makes of it", () => {
  const at = (confidence: number) => isContested({ feature: "f", names: [{ rank: "genus", name: "A", confidence }] }, 0.8);
  assert.deepEqual([0.74, 0.75, 0.8, 0.85, 0.86].map(at), [false, true, true, true, false]);
});

test("many features in many samples add up in time that follows the counts above zero", () => {
  const samples = Array.from({ length: 2000 }, (_, index) => `s${index}`);
  const features = Array.from({ length: 20_000 }, (_, index) => ({ id: `f${index}`, sequence: `f${index}`, size: 1 }));
  const table = new FeatureTable(samples);
  for (const [index, { id }] of features.entries()) table.add(id, `s${index % 2000}`, 1);
  const before = process.cpuUsage();
  const [all] = taxaOf(features, table, new Map(), 0.8, 50);
  assert.deepEqual([all?.reads, all?.samples["s7"], Object.keys(all?.samples ?? {}).length], [20_000, 10, 2000]);
  assert.ok(process.cpuUsage(before).user < 2e6, "it held the worker for seconds");
});

test("a table is read line by line as it is from its text", async () => {
  const text = "feature\tcreek\tlake\nf1\t3\t0\nf2\t0\t4\n";
  const table = await readFeatureTable(textLines(Readable.from([text.slice(0, 9), text.slice(9, 30), text.slice(30)])));
  assert.deepEqual(table, parseFeatureTable(text));
  await assert.rejects(readFeatureTable(textLines(Readable.from(["feature\tcreek\nf1\t3\t0\n"]))), /2 counts for 1 samples/);
});

test("a sample that does not go through a stage has an empty cell there, not a zero", () => {
  const reads = { check_input: { pairs: 5, single: 4 }, merge_pairs: { pairs: 3 } };
  assert.equal(readsTable(["pairs", "single"], reads), "stage\tpairs\tsingle\ncheck_input\t5\t4\nmerge_pairs\t3\t\n");
});

test("a primer far inside the reads is noticed, a spacer is not", () => {
  assert.equal(
    primerOffsetWarning(
      [
        { bases: 26, reads: 96 },
        { bases: 60, reads: 4 },
      ],
      20,
      "forward",
    ),
    null,
  );
  assert.match(
    primerOffsetWarning(
      [
        { bases: 60, reads: 90 },
        { bases: 20, reads: 10 },
      ],
      20,
      "forward",
    ) ?? "",
    /40 bases into the reads \(90 % of them\)/,
  );
});

test("the reverse complement holds for every IUPAC letter, twice gives the first", () => {
  assert.equal(reverseComplement("GTGYCAGCMGCCGCGGTAA"), "TTACCGCGGCKGCTGRCAC");
  const letters = "ACGTRYSWKMBDHVN";
  assert.equal(reverseComplement(reverseComplement(letters)), letters);
  assert.throws(() => reverseComplement("X"), RangeError);
});
