import assert from "node:assert/strict";
import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadConfig } from "../../../config/config.js";
import { decodedBytes } from "../../../science/decoded-bytes.js";
import { headerReader, type HeaderHints, readHead } from "../../../science/headers/header-reader.js";
import { readTaxonomyTable } from "../../../science/headers/taxonomy-table.js";
import { readReference, surveyReference } from "../../../science/read-reference.js";
import { collector, pieces } from "./collector.js";

/** Titles as they are published, each in a file of two sequences with another. */
async function read(titles: string[], hints: HeaderHints = {}) {
  const text = titles.map((title, index) => `>${title}\nACGU${"AC".repeat(index)}\n`).join("");
  const { style, read: reader } = headerReader(await readHead(pieces(text, 50)), hints);
  const survey = await surveyReference(pieces(text, 50), reader());
  const out = collector();
  const labels: string[] = [];
  await readReference(pieces(text, 50), out.target, survey.ranks, reader(), (label) => labels.push(label));
  const readTitle = reader();
  const lineages = titles.map((title, index) => {
    const { id, names } = readTitle(title, 1 + 2 * index);
    return [id, ...names.map(({ rank, name }) => `${rank}:${name}`)].join(" ");
  });
  return { style, lineages, ranks: survey.ranks, conflicts: survey.conflicts, labels, text: out.text() };
}

const table = (text: string) => readTaxonomyTable(pieces(text, 20));

test("UNITE's general release", async () => {
  const { style, lineages, ranks, labels } = await read([
    "Rhizoctonia_zeae|KP736183|SH494934.07FU|reps_singleton|k__Fungi;p__Basidiomycota;c__Agaricomycetes;o__Corticiales;f__Corticiaceae;g__Waitea;s__Waitea_zeae",
    "Fungi_sp|MN123456|SH100001.10FU|refs|k__Fungi;p__Fungi_phy_Incertae_sedis;c__;o__;f__;g__;s__",
  ]);
  assert.equal(style, "unite");
  assert.deepEqual(lineages, [
    "KP736183|SH494934.07FU kingdom:Fungi phylum:Basidiomycota class:Agaricomycetes order:Corticiales family:Corticiaceae genus:Waitea species:Waitea_zeae",
    "MN123456|SH100001.10FU kingdom:Fungi phylum:Fungi_phy_Incertae_sedis",
  ]);
  assert.deepEqual(ranks, ["kingdom", "phylum", "class", "order", "family", "genus", "species"]);
  assert.match(labels[0] ?? "", /^Rhizoctonia_zeae\|KP736183\|SH494934.07FU\|reps_singleton\|k__Fungi;.*Waitea_zeae$/);
});

test("PR2 with nine ranks, and with eight before version 5; as SINTAX headers with ranks of its own", async () => {
  const nine = "Eukaryota|TSAR|Alveolata|Dinoflagellata|Dinophyceae|Peridiniales|Kryptoperidiniaceae|Unruhdinium|Unruhdinium_kevei";
  const found = await read([`AB353770.1.1740_U|18S_rRNA|nucleus||${nine}`, `AB353771.1.1740_U|18S_rRNA|plastid:plas||${nine}`]);
  assert.equal(found.style, "pr2");
  assert.deepEqual(found.ranks, ["domain", "supergroup", "division", "subdivision", "class", "order", "family", "genus", "species"]);
  assert.match(found.lineages[0] ?? "", /^AB353770.1.1740_U domain:Eukaryota supergroup:TSAR .*species:Unruhdinium_kevei$/);
  const eight = await read([`AB1.1.9_U|18S_rRNA|nucleus|clone|${nine.replace("|Alveolata", "")}`]);
  assert.deepEqual(eight.ranks.slice(0, 3), ["kingdom", "supergroup", "division"]);
  const utax = await read([`AB1.1.9_U;tax=domain:Eukaryota,supergroup:TSAR,s:Unruhdinium_kevei;`]);
  assert.deepEqual([utax.style, utax.ranks], ["sintax", ["domain", "supergroup", "species"]]);
});

const SILVA = [
  "AY846379.1.1791 Eukaryota;Archaeplastida;Chloroplastida;Chlorophyta;Chlorophyceae;Monoraphidium;Monoraphidium sp. Itas 9/21 14-6w",
  "AY278646.1.1500 Bacteria;Pseudomonadota;Gammaproteobacteria;Enterobacterales;Morganellaceae;Photorhabdus;Photorhabdus luminescens",
  "AB000001.1.900 Bacteria;Bacillota;uncultured bacterium",
];

test("SILVA's exports: Bacteria by place, Eukaryota only with SILVA's table of ranks", async () => {
  const bare = await read(SILVA);
  assert.equal(bare.style, "silva");
  assert.deepEqual(bare.lineages, [
    "AY846379.1.1791 domain:Eukaryota",
    "AY278646.1.1500 domain:Bacteria phylum:Pseudomonadota class:Gammaproteobacteria order:Enterobacterales family:Morganellaceae genus:Photorhabdus",
    "AB000001.1.900 domain:Bacteria phylum:Bacillota",
  ]);
  assert.match(bare.text, /\nACGT\n.*\nACGTAC\n/);
  const paths = [
    "Eukaryota;\t4\tdomain\t\t",
    "Eukaryota;Archaeplastida;\t5\tmajor_clade\t\t138",
    "Eukaryota;Archaeplastida;Chloroplastida;\t6\tkingdom",
  ];
  const deeper = `${paths[2]?.split("\t")[0]}Chlorophyta;\t7\tphylum\t\t138`;
  const deepest = `${deeper.split("\t")[0]}Chlorophyceae;Monoraphidium;\t8\tgenus\t\t138`;
  const ranks = await table([...paths, deeper, deepest].join("\n"));
  const joined = await read(SILVA.slice(0, 1), { table: ranks });
  assert.deepEqual(joined.lineages, ["AY846379.1.1791 domain:Eukaryota kingdom:Chloroplastida phylum:Chlorophyta genus:Monoraphidium"]);
  await assert.rejects(read(SILVA, { table: ranks }), /knows 1 of the first 3 lineages; take that of the same release/);
  await assert.rejects(read(["a;tax=d:A;"], { table: ranks }), /table is SILVA's, and the headers are of the style sintax/);
});

test("Greengenes2, QIIME and mothur: a FASTA file and a table of lineages", async () => {
  const lineage = "d__Bacteria; p__Bacillota_A_368345; c__Clostridia_258483; o__; f__; g__; s__";
  const found = await read(["00000d0d8c5b5bbc3d2f3ed4d8cd5d7b", "G000006605 something"], {
    table: await table(`Feature ID\tTaxon\n00000d0d8c5b5bbc3d2f3ed4d8cd5d7b\t${lineage}\nG000006605\td__Bacteria; p__X\nunused\td__A\n`),
  });
  assert.equal(found.style, "table");
  assert.deepEqual(found.lineages, [
    "00000d0d8c5b5bbc3d2f3ed4d8cd5d7b domain:Bacteria phylum:Bacillota_A_368345 class:Clostridia_258483",
    "G000006605 domain:Bacteria phylum:X",
  ]);
  const mothur = await read(["AB1.1.9_U"], { table: await table("AB1.1.9_U\tEukaryota;TSAR;Alveolata;D;C;O;F;G;G_s;\n") });
  assert.match(mothur.lineages[0] ?? "", /supergroup:TSAR .*subdivision:D .*species:G_s$/);
  const own = await read(["a"], { table: await table("a\tX;Y;\n"), ranks: ["clade", "species"] });
  assert.deepEqual(own.lineages, ["a clade:X species:Y"]);
});

test("MIDORI: NCBI's numbers are no part of the names, as raw headers, SINTAX or with a table", async () => {
  const names = "Eukaryota_2759;Chordata_7711;Mammalia_40674;Artiodactyla_91561;Bovidae_9895;Bos_9903;Bos taurus_9913";
  const raw = await read([`AB000667.1.<1.>1047\troot_1;${names}`]);
  assert.deepEqual([raw.style, raw.ranks[0]], ["midori", "kingdom"]);
  assert.match(raw.lineages[0] ?? "", /^AB000667.1.<1.>1047 kingdom:Eukaryota phylum:Chordata .*species:Bos taurus$/);
  const forBlast = await read([`KY290222.1.<1.>1539###root_1;${names.replace("Bos taurus", "Bos_taurus")}`]);
  assert.deepEqual([forBlast.style, forBlast.ranks], ["midori", raw.ranks]);
  assert.match(forBlast.lineages[0] ?? "", /^KY290222.1.<1.>1539 kingdom:Eukaryota phylum:Chordata .*species:Bos_taurus$/);
  const sintax = await read(["MG1.1.5;tax=k:Eukaryota_2759,p:Porifera_6040;"]);
  assert.deepEqual([sintax.style, sintax.lineages], ["midori", ["MG1.1.5 kingdom:Eukaryota phylum:Porifera"]]);
  const qiime = await read(["MG1.1.5"], { table: await table("MG1.1.5\tk__Eukaryota_2759;p__Porifera_6040;c__;o__;f__;g__;s__\n") });
  assert.deepEqual(qiime.lineages, ["MG1.1.5 kingdom:Eukaryota phylum:Porifera"]);
});

test("RDP: the release with its ranks, and the classifier's training set", async () => {
  const release = await read([
    "S000632094 Lactobacillus sp.; X1\tLineage=Root;rootrank;Bacteria;domain;Firmicutes;phylum;Lactobacillus;genus",
  ]);
  assert.deepEqual([release.style, release.lineages], ["rdp", ["S000632094 domain:Bacteria phylum:Firmicutes genus:Lactobacillus"]]);
  const early = await read([
    'S1 uncultured; A\tLineage=Root;rootrank;Bacteria;domain;"Acidobacteria";phylum;unclassified_"Acidobacteria";',
  ]);
  assert.deepEqual(early.lineages, ["S1 domain:Bacteria phylum:Acidobacteria"]);
  const trained = await read([
    'AJ000684_S000004347\tRoot;Bacteria;"Actinobacteria";Actinobacteria;Acidimicrobiales;Acidimicrobiaceae;Ilumatobacter',
  ]);
  assert.equal(trained.style, "rdp");
  assert.match(trained.lineages[0] ?? "", /^AJ000684_S000004347 domain:Bacteria phylum:Actinobacteria .*genus:Ilumatobacter$/);
});

test("DADA2's training sets have no ids: sequences are numbered", async () => {
  const { style, lineages, labels } = await read([
    "Bacteria;Bacillota;Bacilli;Lactobacillales;Streptococcaceae;Streptococcus;Streptococcus mitis;",
    "Bacteria;Bacillota;Bacilli;",
  ]);
  assert.equal(style, "dada2");
  assert.match(lineages[0] ?? "", /^seq1 domain:Bacteria .*species:Streptococcus mitis$/);
  assert.deepEqual([lineages[1], labels[1]], ["seq2 domain:Bacteria phylum:Bacillota class:Bacilli", "Bacteria;Bacillota;Bacilli"]);
});

test("GTDB: prefixed ranks behind the id, and notes in brackets that are no names", async () => {
  const { style, lineages } = await read([
    "RS_GCF_000005845.2~NC_000913.3 d__Bacteria;p__Pseudomonadota;g__Escherichia;s__Escherichia coli [locus_tag=b0201] [ssu_len=1542]",
  ]);
  assert.equal(style, "prefixed");
  assert.match(lineages[0] ?? "", /genus:Escherichia species:Escherichia coli$/);
});

test("headers without taxonomy, an id that the table lacks and a header of another style are refused with their line", async () => {
  await assert.rejects(read(["a", "b"]), { line: 1, message: /names no taxonomy: .*taxonomy table/ });
  await assert.rejects(read(["Zotu1;size=90;", "Zotu2;size=12;"]), /names no taxonomy/);
  await assert.rejects(read(["NR_1.1 Bacillus subtilis; partial", "NR_2.1 Bacillus cereus", "NR_3.1 Salmo salar"]), /names no taxonomy/);
  await assert.rejects(read(["a", "b"], { table: await table("a\td__A\n") }), { line: 3, message: /no row for the id b/ });
  await assert.rejects(read(["a;tax=d:A;", "b;tax=d:A;", "c"]), { line: 5 });
  await assert.rejects(table("a\tk__A\na\tk__B\n"), { line: 2 });
  await assert.rejects(table("only one\n"), { line: 1 });
  await assert.rejects(read([`x ${"A;".repeat(12)}`], { style: "prefixed" }), /12 names.*give `ranks`/);
});

test("a name below two others is counted as a conflict, a placeholder is not", async () => {
  const titles = ["f:A,g:X", "f:B,g:X", "f:A,g:uncultured", "f:B,g:uncultured", "f:B,g:X"].map(
    (lineage, index) => `${index};tax=${lineage};`,
  );
  assert.equal((await read(titles)).conflicts, 1);
});

test("an id with blanks is written without them: vsearch would take nothing behind", async () => {
  const title = "AB 1.1.9_U|18S_rRNA|nucleus||Eukaryota|TSAR|Alveolata|D|C|O|F|G|G_s";
  assert.match((await read([title], { style: "pr2" })).text, /^>AB_1.1.9_U;tax=d:domain=Eukaryota\+supergroup=TSAR,/);
});

const FOLDER = join(loadConfig().testData, "references");

test("real references of SILVA, MiFish and BOLD", { skip: existsSync(FOLDER) ? false : "needs the test data, references" }, async () => {
  for (const [name, sequences, ranks] of [
    ["silva-138.2-seed-16s", 8696, "domain,phylum,class,order,family,genus"],
    ["mifish-12s-v3.83", 14_202, "kingdom,phylum,class,order,family,genus,species"],
    ["bold-coi-1002", 1002, "kingdom,phylum,class,order,family,genus,species"],
  ] as const) {
    const bytes = () => decodedBytes(createReadStream(join(FOLDER, `${name}.sintax.fasta.gz`)));
    const { style, read: reader } = headerReader(await readHead(bytes()));
    const survey = await surveyReference(bytes(), reader());
    assert.deepEqual([style, survey.sequences, survey.ranks.join(), survey.unnamed], ["sintax", sequences, ranks, 0]);
  }
});
