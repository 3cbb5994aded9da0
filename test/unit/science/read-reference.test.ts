import assert from "node:assert/strict";
import { test } from "node:test";
import { readTaxonomyTable } from "../../../science/headers/taxonomy-table.js";
import { toSintaxLineage } from "../../../science/lineage.js";
import { labelOf, readReference, surveyReference } from "../../../science/read-reference.js";
import { parseSintax } from "../../../science/sintax.js";
import { collector, pieces } from "./collector.js";

async function reference(text: string | Buffer) {
  const out = collector();
  const survey = await surveyReference(pieces(text, 11));
  const read = await readReference(pieces(text, 11), out.target, survey.ranks);
  return { ...read, ...survey, text: out.text() };
}

/** What vsearch answers for a feature that is the sequence of this header. */
function answer(lineage: string): string {
  return `f1\t${lineage
    .split(",")
    .map((name) => `${name}(1.00)`)
    .join()}\t+\n`;
}

test("a reference tells its ranks in order, also where some headers lack one", async () => {
  const { ranks, text } = await reference(">1;tax=d:Bacteria,g:A b;\nACGT\n>2;tax=d:Bacteria, p:B,g:C\nacgu\n");
  assert.deepEqual(ranks, ["domain", "phylum", "genus"]);
  assert.equal(text, ">1;tax=d:domain=Bacteria,p:genus=A%20b;\nACGT\n>2;tax=d:domain=Bacteria,k:phylum=B,p:genus=C;\nACGT\n");
});

test("names come back from vsearch as the reference writes them, whatever they hold", async () => {
  const names = ["Salmo trutta Linnaeus, 1758", "Salmo trutta Linnaeus, 1759", "Ö (Ä): b=c+d%20e", "a__b_"];
  const text = names.map((name, index) => `>${index};tax=g:G(1.00),s:${name};\nACGT\n`).join("");
  const written = await reference(text);
  const lineages = [...written.text.matchAll(/;tax=(.*);\n/g)].map(([, lineage = ""]) => lineage);
  assert.equal(new Set(lineages).size, names.length);
  for (const [index, lineage] of lineages.entries()) {
    assert.doesNotMatch(lineage.replace(",k:species", ""), /[\s,;]/);
    const [found] = parseSintax(answer(lineage), written.ranks);
    assert.deepEqual(
      found?.names.map(({ name }) => name),
      ["G(1.00)", names[index]],
    );
  }
});

test("ranks of a reference's own have letters that vsearch knows, in their order", async () => {
  const { ranks, text } = await reference(">1;tax=k:Eukaryota,d:Alveolata,r:TSAR,g:Mucor;\nACGT\n");
  assert.deepEqual(ranks, ["kingdom", "domain", "r", "genus"]);
  assert.match(text, /tax=d:kingdom=Eukaryota,k:domain=Alveolata,p:r=TSAR,c:genus=Mucor;/);
});

test("of the nine ranks of PR2 the two highest share one of vsearch's eight letters", async () => {
  const ranks = ["domain", "supergroup", "division", "subdivision", "class", "order", "family", "genus", "species"];
  const lineage = ranks.map((rank) => `${rank}:${rank.toUpperCase()}`).join();
  const { ranks: found, text } = await reference(`>1;tax=${lineage};\nACGT\n>2;tax=domain:DOMAIN,genus:GENUS;\nACGT\n`);
  assert.deepEqual(found, ranks);
  const [first = "", second = ""] = [...text.matchAll(/;tax=(.*);\n/g)].map(([, written]) => written);
  assert.match(first, /^d:domain=DOMAIN\+supergroup=SUPERGROUP,k:division=DIVISION,.*,s:species=SPECIES$/);
  assert.equal(second, "d:domain=DOMAIN,g:genus=GENUS");
  const names = parseSintax(answer(first), ranks)[0]?.names;
  assert.deepEqual(
    names?.map(({ rank, name }) => [rank, name]),
    ranks.map((rank) => [rank, rank.toUpperCase()]),
  );
});

test("equal lineages stay equal and different ones different", () => {
  const ranks = ["a", "b"];
  assert.notEqual(toSintaxLineage([{ rank: "a", name: "x" }], ranks), toSintaxLineage([{ rank: "b", name: "x" }], ranks));
});

test("a sequence without names is taken wherever it stands; a file without any name is refused", async () => {
  const [bare, named] = [">1;tax=;\nACGT\n", ">2;tax=d:A;\nACGT\n"];
  for (const text of [bare + named, named + bare]) {
    const { unnamed, sequences, ranks } = await reference(text);
    assert.deepEqual([unnamed, sequences, ranks], [1, 2, ["domain"]]);
  }
  await assert.rejects(reference(bare), /no header names a rank/);
});

test("a reference without taxonomy, with equal ids or mixed-up ranks is refused with the line", async () => {
  await assert.rejects(reference(">1\nACGT\n"), { line: 1 });
  await assert.rejects(reference(">1;tax=d:A;\nACGT\n>1;tax=d:A;\nACGA\n"), { line: 3 });
  await assert.rejects(reference(">1;tax=d:A,p:B;\nACGT\n>2;tax=p:B,d:A;\nACGA\n"), { line: 3 });
  await assert.rejects(reference(">1;tax=Bacteria;Bacillota;\nACGT\n"), { line: 1 });
  await assert.rejects(reference(">1;tax=d:A,g:;\nACGT\n"), { line: 1 });
  await assert.rejects(reference("ACGT\n"), { line: 1 });
  await assert.rejects(reference(""), /no sequences/);
});

test("names that are not UTF-8 are refused with the line and what to do, in headers and in a table", async () => {
  const latin1 = (text: string) => Buffer.from(text, "latin1");
  await assert.rejects(reference(latin1(">1;tax=g:Salmo;\nACGT\n>2;tax=g:F\u00f6rst;\nACGA\n")), { line: 3, message: /Latin-1.*iconv/ });
  await assert.rejects(readTaxonomyTable(pieces(latin1("1\tg__Salmo\n2\tg__F\u00f6rst\n"), 7)), { line: 2, message: /Latin-1.*iconv/ });
});

test("headers that lack ranks are no contradiction, in any order of the records", async () => {
  const records = [">1;tax=d:A,g:B;\nACGT\n", ">2;tax=d:A,s:C;\nACGT\n", ">3;tax=d:A,g:B,s:C;\nACGT\n"];
  for (const text of [records.join(""), records.toReversed().join("")])
    assert.deepEqual((await reference(text)).ranks, ["domain", "genus", "species"]);
});

test("a long reference is sampled evenly and its lengths are counted", async () => {
  const text = Array.from({ length: 5000 }, (_, index) => `>${index};tax=d:A;\n${"A".repeat(index % 2 === 0 ? 10 : 50)}\n\n`).join("");
  const { sample, lengths } = await surveyReference(pieces(text, 10_000));
  assert.ok(sample.length >= 1000 && sample.length < 2000, String(sample.length));
  assert.deepEqual(Object.fromEntries(lengths), { 10: 2500, 50: 2500 });
});

test("a sequence is called as makeblastdb would call it", () => {
  for (const [title, label] of [
    ["id;tax=d:A;", "id;tax=d:A"],
    ["id; two.", "id;"],
    [" a..  ", "a"],
    ["x|y~\tz", "x|y~"],
  ])
    assert.equal(labelOf(title!), label);
});
