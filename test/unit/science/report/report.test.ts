import assert from "node:assert/strict";
import { test } from "node:test";
import { reportPage } from "../../../../science/report/report.js";
import { marks } from "../../../../science/report/chart.js";
import { readOrdination, readRarefaction } from "../../../../science/report/read-diversity.js";
import { taxaTree } from "../../../../science/report/taxa-tree.js";
import { aTable } from "../outputs/a-table.js";
import { reportData } from "./report-data.js";

test("the report is one page without network, and names from the data are text in it, never markup", () => {
  const page = reportPage(reportData());
  assert.deepEqual([...page.matchAll(/<script/g)].length, 1);
  assert.doesNotMatch(page, /<(img|iframe|link|object|embed|i|u)[ >]|\s(src|style|on\w+)=|url\(|@import/);
  for (const [, address] of page.matchAll(/href="([^"]*)"/g)) assert.match(address ?? "", /^(#|https:\/\/doi\.org\/)/);
  for (const name of ["=cmd|&#39;/c calc&#39;!A1", "&lt;b&gt;&quot;e&quot;&lt;/b&gt;", "&lt;/ul&gt;&lt;script&gt;alert(2)", "&lt;u&gt;"])
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
  const { novelty: _, ...without } = reportData();
  const plain = { ...without, rarefaction: [], ordination: null };
  assert.deepEqual(
    ids(reportPage(plain)),
    all.filter((id) => !["rarefaction", "ordination", "novelty"].includes(id)),
  );
  const empty = { ...plain, table: { ...plain.table, features: [] } };
  assert.ok(!ids(reportPage(empty)).includes("hierarchy"));
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
  assert.deepEqual(readRarefaction("sample\treads\texpected_richness\na\t5\t2.5\na\t10\t3\nb\t4\t1\n"), [
    {
      sample: "a",
      points: [
        [5, 2.5],
        [10, 3],
      ],
    },
    { sample: "b", points: [[4, 1]] },
  ]);
  const head = "measure\tsample\tPC1\tPC2\n";
  const places = `${head}bray_curtis\ta\t0\t1\nbray_curtis\tb\t1\t0\nbray_curtis\tc\t0.5\t-1\njaccard\ta\t9\t9\n`;
  assert.deepEqual(readOrdination(places, "measure\taxis\teigenvalue\texplained\nbray_curtis\tPC1\t3\t0.75\n"), {
    measure: "bray_curtis",
    points: [
      { sample: "a", x: 0, y: 1 },
      { sample: "b", x: 1, y: 0 },
      { sample: "c", x: 0.5, y: -1 },
    ],
    explained: [0.75, null],
  });
  assert.equal(readOrdination(`${head}bray_curtis\ta\t0\t1\nbray_curtis\tb\t1\t0\n`, ""), null);
  assert.equal(readOrdination("", ""), null);
});
