import assert from "node:assert/strict";
import { test } from "node:test";
import { samplesOfLibraries } from "../../../science/libraries.js";
import { parseTagFile } from "../../../science/tag-file.js";

const PRIMERS = { forwardPrimer: "TTAGATACCCCACTATGC", reversePrimer: "TAGAACAGGCTCCTCTAG" };
const HEAD = "sample,forward_tag,reverse_tag\n";
const of = (text: string, libraries = [{ name: "lib", forward: "run/lib_F.fq", reverse: "run/lib_R.fq" }]) =>
  samplesOfLibraries(libraries, parseTagFile(text, PRIMERS)).map(([{ name }, samples]) => [name, samples.map((sample) => sample.name)]);

test("a tag file names samples, tags in either case, and metadata; with commas or tabs", () => {
  const lake = { name: "lake", forward: "ACACACAC", reverse: "GTGTACGT", library: "", metadata: { control: "", depth: "3" }, line: 2 };
  const text = "\uFEFFsample,forward_tag,reverse_tag,control,depth\r\nlake,acacacac,GTGTACGT,,3\r\n";
  assert.deepEqual(parseTagFile(text, PRIMERS), [lake]);
  assert.deepEqual(parseTagFile(text.replaceAll(",", "\t"), PRIMERS), [lake]);
});

test("faults of a tag file are named with their line", () => {
  const row = (text: string) => () => of(`${HEAD}a,ACACACAC,ACACACAC\n${text}\n`);
  assert.throws(row("b,ACGTACGN,GTGTGTGT"), {
    line: 3,
    message: /forward_tag is "ACGTACGN"; a tag is 4 to 40 of the letters A, C, G and T/,
  });
  assert.throws(row("b,GTGTGTGT,"), { line: 3, message: /reverse_tag is ""/ });
  assert.throws(row("a,GTGTGTGT,GTGTGTGT"), { line: 3, message: /sample a stands in line 2 too/ });
  assert.throws(row("A,GTGTGTGT,GTGTGTGT"), /too alike/);
  assert.throws(row(",GTGTGTGT,GTGTGTGT"), { line: 3, message: /no name/ });
  assert.throws(row("b,ACACACAC,acacacac"), { line: 3, message: /b has the same tags as sample a in line 2/ });
  assert.throws(row("b,ACACACAC"), { line: 3, message: /no clean CSV/ });
  assert.throws(() => of("sample,forward_tag,reverse_tag,control\na,ACACACAC,ACACACAC,blank\n"), {
    line: 2,
    message: /control is "blank"/,
  });
  assert.throws(() => of("sample,tag\na,ACACACAC\n"), {
    line: 1,
    message: /no column forward_tag; the tag file has sample, tag and needs/,
  });
  assert.throws(() => of("sample,forward_tag,reverse_tag,sample\n"), /stands there twice/);
  assert.throws(() => of(HEAD), /names no samples/);
  assert.throws(() => of(""), /empty/);
});

test("tags that one wrong base makes the same, or part of each other, are refused; before the other primer they do no harm", () => {
  const two = (forward: string, reverse: string) => () => of(`${HEAD}a,ACACACAC,ACACACAC\nb,${forward},${reverse}\n`);
  assert.throws(two("ACACACAT", "GTGTGTGT"), { line: 3, message: /the forward tag ACACACAT is too near to ACACACAC in line 2/ });
  assert.throws(two("GTGTGTGT", "TTACAGACACTT"), { line: 3, message: /the reverse tag TTACAGACACTT is too near/ });
  assert.throws(two("CACAC", "GTGTGTGT"), { line: 3, message: /the forward tag CACAC is too near/ });
  assert.doesNotThrow(two("ACACACAC", "GTGTGTGT"));
  assert.doesNotThrow(two("ACACTGAC", "ACACTGAC"));
});

test("a library goes by its name or a file's name, and has its own tags", () => {
  const libraries = [
    { name: "one", forward: "run/one_R1.fq", reverse: "run/one_R2.fq" },
    { name: "two", forward: "run/two_R1.fq", reverse: "run/two_R2.fq" },
  ];
  const head = "sample,library,forward_tag,reverse_tag\n";
  const rows = "a,one,ACACACAC,ACACACAC\nb,two_R2.fq,ACACACAC,ACACACAC\nc,run/two_R1.fq,ACACACAC,GTGTGTGT\n";
  assert.deepEqual(of(head + rows, libraries), [
    ["one", ["a"]],
    ["two", ["b", "c"]],
  ]);
  assert.throws(() => of(`${head}${rows}d,three,ACACACAC,ACACACAC\n`, libraries), {
    line: 5,
    message: /there is no library "three"; the data set has one, two/,
  });
  assert.throws(() => of(`${head}${rows}d,two,ACACACAC,ACACACAC\n`, libraries), {
    line: 5,
    message: /the same tags as sample b in line 3/,
  });
  assert.throws(() => of(`${head}a,,ACACACAC,ACACACAC\n`, libraries), { line: 2, message: /sample a has no library/ });
  assert.throws(() => of(`${HEAD}a,ACACACAC,ACACACAC\n`, libraries), {
    line: 2,
    message: /2 libraries \(one, two\): say in a column library/,
  });
  assert.throws(() => of(`${head}a,one,ACACACAC,ACACACAC\n`, libraries), /no sample is of the library two/);
});

test("an ngsfilter file of OBITools is read as it is, if its primers are those of the analysis", () => {
  const primers = "TTAGATACCCCACTATGC    TAGAACAGGCTCCTCTAG";
  const text = `# tags of the wolves\nwolf_diet    13a    aattaac  ${primers}     F       @\nwolf_diet\t15a\tgaagtag:ccgtcta\t${primers.replace(/ +/, "\t").toLowerCase()}\n`;
  const metadata = { experiment: "wolf_diet" };
  assert.deepEqual(parseTagFile(text, PRIMERS), [
    { name: "13a", forward: "AATTAAC", reverse: "AATTAAC", library: "", metadata, line: 2 },
    { name: "15a", forward: "GAAGTAG", reverse: "CCGTCTA", library: "", metadata, line: 3 },
  ]);
  const reads = (more: string) => () => parseTagFile(text + more, PRIMERS);
  assert.throws(reads("wolf_diet 16a\n"), { line: 4, message: /not as in an ngsfilter file/ });
  assert.throws(reads(`wolf_diet 16a -:aaccggtt ${primers} F @\n`), { line: 4, message: /forward tag is "-"; a tag is 4 to 40/ });
  assert.throws(reads("wolf_diet 16a aaccggtt ACGTACGT ACGTACGT F @\n"), {
    line: 4,
    message: /primers ACGTACGT and ACGTACGT are not those of the marker/,
  });
});
