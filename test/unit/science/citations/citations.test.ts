import assert from "node:assert/strict";
import { test } from "node:test";
import { MARKERS } from "../../../../contracts/markers.js";
import { bibtex, shortCitation } from "../../../../science/citations/citation.js";
import { MARKER_CITATIONS } from "../../../../science/citations/markers.js";
import { knownReference } from "../../../../science/citations/references.js";
import { TOOL_CITATIONS } from "../../../../science/citations/tools.js";
import { citationsOf, markerCitations } from "../../../../science/citations/used.js";
import { methodsParagraph } from "../../../../science/methods.js";

const used = {
  versions: { vsearch: "2.22.1" },
  stages: ["check_input", "filter_reads", "denoise", "map_reads", "classify"],
  denoiser: "unoise3",
  clusterer: null,
  featureType: "ASV",
  classifier: "sintax",
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
});

test("the paragraph tells only of stages that were taken, with the values that were set", () => {
  const text = methodsParagraph({
    ...used,
    parameters: { max_expected_errors: 0.5, min_length: 100, max_length: null, min_size: 8, identity: 0.98, min_confidence: 0.7 },
    referenceSha256: "ab".repeat(32),
    referenceSequences: 1234,
    features: 1,
    samples: 2,
    reads: { check_input: { a: 1000, b: 500 }, filter_reads: { a: 900, b: 0 }, map_reads: { a: 950, b: 3 } },
  });
  assert.match(text, /^Amplicon sequences of 2 samples \(1,500 reads/);
  assert.match(text, /more than 0\.5 expected errors .* shorter than 100 bases, .*VSEARCH 2\.22\.1 .*which left 900\./);
  assert.match(text, /UNOISE3 \(Edgar 2016, doi:10\.1101\/081257; minimum abundance 8\)/);
  assert.match(text, /against a reference \(file mine\.fasta, 1,234 sequences, SHA-256 abababababab\.\.\.\)/);
  assert.match(text, /This gave 1 ASV\.\n$/);
  assert.doesNotMatch(text, /cutadapt|merged with|Chimeras|undefined|none/);
});

test("the paragraph of a clustering tells how OTUs were gathered, and of no names where there is no reference", () => {
  const method = { denoiser: null, clusterer: "vsearch", featureType: "OTU", classifier: null, reference: null };
  const text = methodsParagraph({
    ...{ ...used, ...method, parameters: { identity: 0.97, min_size: 2 } },
    ...{ referenceSha256: null, referenceSequences: 0, features: 29, samples: 1, reads: {} },
  });
  assert.match(text, /clustered at an identity of 0\.97 with VSEARCH 2\.22\.1 \(Rognes et al\. 2016; minimum abundance 2\)/);
  assert.match(text, /This gave 29 OTUs\.\n$/);
  assert.doesNotMatch(text, /denoised|Taxonomy|undefined|null/);
});
