import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Analysis, isAnalysis, renderAnalysis, renderReads, renderTaxa } from "../../../../cli/render/analysis.js";

const ANALYSIS: Analysis = {
  samples: ["creek", "lake"],
  // Keys in the order in which PostgreSQL gives them back.
  reads: { map_reads: { creek: 1735, lake: 1759 }, check_input: { creek: 2000, lake: 1999 }, trim_primers: { creek: 1978, lake: 1998 } },
  features: 23,
  feature_type: "ASV",
  taxa: [
    {
      lineage: { genus: "Prevotella", domain: "Bacteria" },
      rank: "genus",
      reads: 1100,
      samples: { creek: 1000, lake: 100 },
      confidence: 0.99,
    },
    { lineage: { domain: "Bacteria" }, rank: "domain", reads: 735, samples: { creek: 735 }, confidence: 1 },
    { lineage: {}, rank: null, reads: 9, samples: { lake: 9 }, confidence: null },
  ],
  reference: { name: "silva.fasta.gz", sequences: 8517, ranks: ["domain", "phylum", "genus"] },
  warnings: ["72% of the pairs merged"],
  artifacts: [{ name: "features.tsv", size_bytes: 1500 }],
  stages: [
    { name: "check_input", state: "reused", seconds: 0.1 },
    { name: "trim_primers", state: "reused", seconds: 0 },
    { name: "map_reads", state: "reused", seconds: 0 },
    { name: "classify", state: "ran", seconds: 2.5, why: "min_confidence differs" },
  ],
};

describe("an analysis on a terminal", () => {
  test("reads at each stage stand beside each other, sample by sample", () => {
    assert.equal(
      renderReads(ANALYSIS),
      [
        "Reads kept after each stage",
        "  stage         creek   lake",
        "  check_input   2,000  1,999",
        "  trim_primers  1,978  1,998",
        "  map_reads     1,735  1,759",
      ].join("\n"),
    );
  });

  test("many samples stand below each other", () => {
    const samples = Array.from({ length: 50 }, (_, index) => `s${index}`);
    const lines = renderReads({ samples, stages: [], reads: { check_input: Object.fromEntries(samples.map((name) => [name, 7])) } }).split(
      "\n",
    );
    assert.equal(lines[2], "  s0                7");
    assert.equal(lines.at(-1), "  ... and 10 more samples: see reads.tsv");
  });

  test("taxa are listed for each sample, with their share of its reads and their confidence", () => {
    assert.equal(
      renderTaxa(ANALYSIS),
      [
        "creek: 2 taxa",
        "  reads  share  confidence  taxon               within",
        "  1,000  57.6%        0.99  Prevotella (genus)  Bacteria",
        "    735  42.4%        1.00  Bacteria (domain)",
        "",
        "lake: 2 taxa",
        "  reads  share  confidence  taxon               within",
        "    100   5.7%        0.99  Prevotella (genus)  Bacteria",
        "      9   0.5%           -  (no certain name)",
      ].join("\n"),
    );
  });

  test("warnings, stages with their reasons, and where the files are follow", () => {
    const text = renderAnalysis(ANALYSIS, "job_1");
    assert.match(text, /^2 samples, 23 ASVs; names from silva\.fasta\.gz \(8,517 sequences\)/);
    assert.match(text, /Warnings\n {2}- 72% of the pairs merged/);
    assert.match(text, /classify +ran +2\.5 s +min_confidence differs/);
    assert.match(text, /check_input +reused/);
    assert.match(text, /features\.tsv +1\.5 KB/);
    assert.match(text, /avalanche result job_1 --save FOLDER/);
  });

  test("a sample's name cannot steer the terminal", () => {
    const text = renderTaxa({ ...ANALYSIS, samples: ["\u001b[31m"] });
    assert.equal(text, "\\u{1b}[31m: no taxa");
  });

  test("other results are not taken for an analysis", () => {
    assert.ok(isAnalysis(ANALYSIS));
    assert.ok(!isAnalysis({ seconds: 1, attempts: 1 }));
    assert.ok(!isAnalysis(null));
  });
});
