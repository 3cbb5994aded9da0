import assert from "node:assert/strict";
import { test } from "node:test";
import { MARKERS } from "../../../../contracts/markers.js";
import { bibtex, shortCitation } from "../../../../science/citations/citation.js";
import { MARKER_CITATIONS } from "../../../../science/citations/markers.js";
import { knownReference } from "../../../../science/citations/references.js";
import { TOOL_CITATIONS } from "../../../../science/citations/tools.js";
import { citationsOf, markerCitations } from "../../../../science/citations/used.js";

const used = {
  versions: { vsearch: "2.22.1" },
  stages: ["check_input", "filter_reads", "denoise", "map_reads", "classify"],
  denoiser: "unoise3",
  clusterer: null,
  featureType: "ASV",
  classifier: "sintax",
  hasBlanks: false,
  hasGroups: false,
  markerCitation: MARKERS["12S-MiFish"].citation,
  reference: "mine.fasta",
};

test("every publication that a marker names is known, by its DOI and as its citation has it", () => {
  for (const { citation } of Object.values(MARKERS)) {
    const dois = [...citation.matchAll(/doi:([^;\s]+)/g)].map(([, doi]) => doi);
    assert.deepEqual(new Set(markerCitations(citation).map(({ doi }) => doi)), new Set(dois));
    for (const found of markerCitations(citation))
      assert.ok(citation.includes(shortCitation(found)), `${citation}: ${shortCitation(found)}`);
  }
});

test("only what was used is cited", () => {
  const keys = citationsOf(used).map(({ key }) => key);
  assert.deepEqual(keys, ["edgar2015errors", "edgar2016sintax", "edgar2016unoise2", "miya2015mifish", "rognes2016vsearch"]);
  const blast = {
    ...used,
    versions: { blast: "2.12.0" },
    stages: ["check_input", "filter_pairs", "remove_chimeras"],
    classifier: "blast_lca",
  };
  assert.deepEqual(
    citationsOf({ ...blast, denoiser: "dada2", markerCitation: "" }).map(({ key }) => key),
    ["camacho2009blast", "edgar2015errors", "edgar2016uchime2", "huson2007megan"],
  );
  const otus = { clusterer: "vsearch", featureType: "OTU", classifier: null };
  const compared = { ...blast, stages: ["remove_chimeras", "check_controls", "build_tree"], ...otus };
  const more = { versions: { mafft: "7", fasttree: "2" }, hasBlanks: true, hasGroups: true, markerCitation: "" };
  assert.deepEqual(
    citationsOf({ ...compared, ...more }).map(({ key }) => key),
    [
      "anderson2001permanova",
      "anderson2006permdisp",
      "davis2018decontam",
      "edgar2011uchime",
      "katoh2013mafft",
      "lozupone2007unifrac",
      "price2010fasttree",
    ],
  );
  const swarm = {
    ...used,
    versions: {},
    stages: ["remove_chimeras"],
    denoiser: "swarm",
    featureType: "OTU",
    classifier: null,
    markerCitation: "",
  };
  assert.deepEqual(
    citationsOf(swarm).map(({ key }) => key),
    ["edgar2011uchime"],
  );
  assert.equal(knownReference("data/silva-138.2.fasta")?.title, "SILVA");
  assert.equal(knownReference("silva/mine.fasta"), undefined);
});

test("each entry has a DOI and a key of its own, and signs that LaTeX would read are escaped", () => {
  const all = [...Object.values(TOOL_CITATIONS), ...MARKER_CITATIONS];
  assert.equal(new Set(all.map(({ key }) => key)).size, all.length);
  const text = bibtex(all);
  assert.equal([...text.matchAll(/^ {2}doi = \{10\.\d{4,}\/\S+\}$/gm)].length, all.length);
  assert.equal((text.match(/\{/g) ?? []).length, (text.match(/\}/g) ?? []).length);
  assert.match(bibtex([{ ...TOOL_CITATIONS.vsearch, title: "A & B_c" }]), /title = \{\{A \\& B\\_c\}\}/);
  assert.match(text, /@incollection\{white1990primers,[^@]*booktitle = [^@]*publisher = \{Academic Press\}/);
});
