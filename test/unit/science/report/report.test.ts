import assert from "node:assert/strict";
import { test } from "node:test";
import { reportPage } from "../../../../science/report/report.js";
import { marks } from "../../../../science/report/chart.js";
import { readAlpha, readGroupTests, readOrdination, readRarefaction } from "../../../../science/report/read-diversity.js";
import { taxaTree } from "../../../../science/report/taxa-tree.js";
import { aTable } from "../outputs/a-table.js";
import { reportData } from "./report-data.js";

test("the report is one page without network, and names from the data are text in it, never markup", () => {
  const page = reportPage(reportData());
  assert.deepEqual([...page.matchAll(/<script/g)].length, 1);
  assert.doesNotMatch(page, /<(img|iframe|link|object|embed|i|u)[ >]|\s(src|style|on\w+)=|url\(|@import/);
  for (const [, address] of page.matchAll(/href="([^"]*)"/g)) assert.match(address ?? "", /^(#|https:\/\/doi\.org\/)/);
  for (const name of [
    "=cmd|&#39;/c calc&#39;!A1",
    "&lt;b&gt;&quot;e&quot;&lt;/b&gt;",
    "&lt;/ul&gt;&lt;script&gt;alert(2)",
    "&lt;u&gt;idae",
    "&lt;u&gt;site",
    "&lt;i&gt;upper",
  ])
    assert.ok(page.includes(name), name);
});

test("the report has a section for all that was found, and none for what was not looked for", () => {
  const ids = (page: string) => [...page.matchAll(/<section id="(\w+)">/g)].map(([, id]) => id);
  const all = [
    "reads",
    "taxa",
    "hierarchy",
    "rarefaction",
    "ordination",
    "novelty",
    "list",
    "methods",
    "references",
    "parameters",
    "versions",
    "files",
  ];
  assert.deepEqual(ids(reportPage(reportData())), all);
  const plain = { ...reportData(), rarefaction: [], ordination: null, novelty: null };
  assert.deepEqual(
    ids(reportPage(plain)),
    all.filter((id) => !["rarefaction", "ordination", "novelty"].includes(id)),
  );
  const empty = { ...plain, table: { ...plain.table, features: [] } };
  assert.ok(!ids(reportPage(empty)).includes("hierarchy"));
});

test("novelty is drawn: a line a family with its marks and the threshold, the error rates, and what each finding rests on", () => {
  const page = reportPage(reportData());
  const section = /<section id="novelty">[^]*?<\/section>/.exec(page)?.[0] ?? "";
  const panels = section.split('<div class="panel">').slice(1);
  assert.equal(panels.length, 2);
  const lines = (panel = "") => [...panel.matchAll(/role="img" aria-label="([^"]*: [^"]*)"/g)].map(([, said]) => said);
  // By the highest score; what is novel at the genus alone is known at the family.
  assert.deepEqual(lines(panels[0]), ["no reference is near: 1 gap", "Other idae: 1 gap", "&lt;u&gt;idae: 2 known"]);
  assert.deepEqual(lines(panels[1]), ["no reference is near: 1 gap", "Other idae: 1 gap", "&lt;u&gt;idae: 1 novel, 1 known"]);
  assert.match(section, /<title>f1 \(nearest reference 92\.5.%, confidence 0\.31\): score 0\.91, novel<\/title>/);
  assert.match(section, /With the threshold 0\.7, 30\.0.% of the left-out ones are found, and 0\.0.% of the known ones are called novel/);
  assert.match(section, /250 sequences of 40 taxa that were new at the rank genus, beside 400/);
  const [head, ...rows] = [...section.matchAll(/<tr>.*?<\/tr>/g)].map(([row]) =>
    row
      .replaceAll(/<svg.*?<\/svg>/g, "")
      .replaceAll(/<[^>]+>/g, "|")
      .replaceAll(/\|+/g, "|"),
  );
  assert.equal(head, "|finding|feature|reads|score|nearest reference|identity|confidence|close relatives|");
  assert.deepEqual(rows, [
    "|gap|f4|0|0.97|none is near|0.00|0|",
    "|novel genus|f1|0|0.91|&lt;u&gt;us| |A1|92.5\u00a0%|0.31|3|",
    "|gap|f2|0|0.80|Other| |B&lt;2|71.0\u00a0%|0.10|0|",
  ]);
});

test("samples are coloured by their groups, and the tests of the groups are told", () => {
  const page = reportPage(reportData());
  assert.match(page, /<circle class="cx" [^>]*><title>&lt;\/svg&gt;<\/title>/);
  assert.match(page, /<circle class="c0" [^>]*><title>b<\/title>.*<circle class="c1" [^>]*><title>c<\/title>/);
  assert.match(page, /4 samples in 2 groups, 999 permutations/);
  assert.match(
    page,
    /Jaccard distances<\/td><td class="keep">PERMANOVA<\/td><td class="number">3\.21<\/td><td class="number">0\.5<\/td><td class="number">0\.012/,
  );
  assert.match(page, /PERMDISP<\/td>(<td class="number"><\/td>){3}<\/tr>/, "no answer is none, not 0");
  assert.match(page, /<td class="number">1\.235<\/td>/);
});

test("a test of groups without an answer has empty cells, not a p of 0", () => {
  const head = "measure\ttest\tgroup_by\tgroups\tsamples\tstatistic\tr2\tp\tpermutations\n";
  const data = reportData();
  const tests = readGroupTests(`${head}jaccard\tpermdisp\thabitat\t2\t8\t\t\t\t999\n`);
  assert.deepEqual([tests[0]?.statistic, tests[0]?.r2, tests[0]?.p], [null, null, null]);
  const page = reportPage({ ...data, groups: { ...data.groups!, tests } });
  assert.match(page, /PERMDISP<\/td>(<td[^>]*><\/td>){3}/);
});

test("equal data are equal pages", () => {
  assert.equal(reportPage(reportData()), reportPage(reportData()));
});

test("taxa with equal names add up, and a rank without a name is skipped", () => {
  const root = taxaTree(aTable());
  assert.equal(root.reads, 21);
  assert.deepEqual(
    root.children.map(({ name, reads, children }) => [name, reads, children.map((child) => [child.name, child.reads])]),
    [["Bacteria", 20, [["Bacillota", 15]]]],
  );
});

test("an axis has round marks", () => {
  assert.deepEqual(marks({ from: 0, to: 103 }), [0, 20, 40, 60, 80, 100]);
  assert.deepEqual(marks({ from: -0.42, to: 0.31 }), [-0.4, -0.2, 0, 0.2]);
  assert.deepEqual(marks({ from: 1, to: 1 }), [1]);
});

test("curves and ordination are read from the tables of diversity; two samples have no ordination", () => {
  const nameOf = (cell: string) => cell.replace(/^'/, "");
  assert.deepEqual(readRarefaction("sample\treads\texpected_richness\na\t5\t2.5\na\t10\t3\n'=b\t4\t1\n", nameOf), [
    {
      sample: "a",
      points: [
        [5, 2.5],
        [10, 3],
      ],
    },
    { sample: "=b", points: [[4, 1]] },
  ]);
  const head = "measure\tsample\tPC1\tPC2\n";
  const places = `${head}bray_curtis\ta\t0\t1\nbray_curtis\tb\t1\t0\nbray_curtis\tc\t0.5\t-1\njaccard\ta\t9\t9\n`;
  assert.deepEqual(readOrdination(places, "measure\taxis\teigenvalue\texplained\nbray_curtis\tPC1\t3\t0.75\n", nameOf), {
    measure: "bray_curtis",
    points: [
      { sample: "a", x: 0, y: 1 },
      { sample: "b", x: 1, y: 0 },
      { sample: "c", x: 0.5, y: -1 },
    ],
    explained: [0.75, null],
  });
  assert.equal(readOrdination(`${head}bray_curtis\ta\t0\t1\nbray_curtis\tb\t1\t0\n`, "", nameOf), null);
  assert.equal(readOrdination("", "", nameOf), null);
  assert.deepEqual(readAlpha("sample\trichness_at_5_reads\n'=b\t2\n", nameOf), {
    head: ["sample", "richness at 5 reads"],
    rows: [["=b", "2"]],
  });
  assert.equal(readAlpha("", nameOf), null);
});
