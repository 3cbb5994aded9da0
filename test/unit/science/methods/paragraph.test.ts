import assert from "node:assert/strict";
import { test } from "node:test";
import type { MethodsInput } from "../../../../science/methods/input.js";
import { methodsParagraph } from "../../../../science/methods/paragraph.js";

const done: MethodsInput = {
  release: "1.2.3",
  versions: { vsearch: "2.22.1" },
  stages: ["check_input", "filter_reads", "denoise", "map_reads", "classify"],
  denoiser: "unoise3",
  clusterer: null,
  featureType: "ASV",
  classifier: "sintax",
  hasBlanks: false,
  hasGroups: false,
  markerCitation: "",
  reference: "mine.fasta",
  parameters: { max_expected_errors: 0.5, min_length: 100, max_length: null, min_size: 8, identity: 0.98, min_confidence: 0.7 },
  referenceSha256: "ab".repeat(32),
  referenceSequences: 1234,
  features: 1,
  samples: 2,
  reads: { check_input: { a: 1000, b: 500 }, filter_reads: { a: 900, b: 0 }, map_reads: { a: 950, b: 3 } },
  groupTests: [],
  novelty: null,
};

test("the paragraph tells only of stages that were taken, with the values that were set", () => {
  const text = methodsParagraph(done);
  assert.match(text, /^Amplicon sequences of 2 samples \(1,500 reads or read pairs\) were processed with Avalanche 1\.2\.3\./);
  assert.match(text, /more than 0\.5 expected errors .* shorter than 100 bases, .*VSEARCH 2\.22\.1 .*which left 900\./);
  assert.match(text, /UNOISE3 in VSEARCH 2\.22\.1 \(Edgar 2016, doi:10\.1101\/081257; Rognes et al\. 2016; minimum abundance 8\)/);
  assert.match(text, /most similar feature at an identity of at least 0\.98 \(953 reads\)\./);
  assert.match(text, /SINTAX in VSEARCH 2\.22\.1 .* against a reference \(file mine\.fasta, 1,234 sequences, SHA-256 abababababab\.\.\.\)/);
  assert.match(text, /This gave 1 ASV\.\n$/);
  assert.doesNotMatch(text, /cutadapt|merged with|Chimeras|Novelty|tree|blanks|compared|undefined|null|none/);
});

test("the paragraph of a clustering tells how OTUs were gathered, and of no names where there is no reference", () => {
  const stages = ["check_input", "cluster", "remove_chimeras", "map_reads"];
  const method = { denoiser: null, clusterer: "vsearch", featureType: "OTU", classifier: null, reference: null, stages };
  const text = methodsParagraph({ ...done, ...method, referenceSha256: null, features: 29, samples: 1 });
  assert.match(text, /clustered at an identity of 0\.98 with VSEARCH 2\.22\.1 \(Rognes et al\. 2016; minimum abundance 8\)/);
  assert.match(text, /Chimeras were removed de novo \(UCHIME; Edgar et al\. 2011\)/);
  assert.match(text, /This gave 29 OTUs\.\n$/);
  assert.doesNotMatch(text, /denoised|Taxonomy|undefined|null/);
});

test("swarm and DADA2 count by their own memberships, and DADA2 filters pairs", () => {
  const swarm = methodsParagraph({ ...done, denoiser: "swarm", versions: { swarm: "3.1.2" } });
  assert.match(swarm, /clustered with Swarm 3\.1\.2 \(Mahé et al\. 2022; one difference, fastidious; minimum abundance 8\)/);
  assert.match(swarm, /counted for the swarm that they belong to \(953 reads\)/);
  const freed = methodsParagraph({ ...done, denoiser: "swarm", featureType: "OTU", stages: ["check_input", "denoise", "remove_chimeras"] });
  assert.match(freed, /Chimeras were removed de novo \(UCHIME; Edgar et al\. 2011\)/);
  const stages = ["check_input", "filter_pairs", "denoise_pairs", "remove_chimeras", "map_reads"];
  const reads = { check_input: { a: 9 }, filter_pairs: { a: 8 }, denoise_pairs: { a: 7 }, map_reads: { a: 6 } };
  const dada2 = methodsParagraph({ ...done, denoiser: "dada2", versions: { dada2: "1.26.0", vsearch: "2" }, stages, reads });
  assert.match(dada2, /Pairs with a read of more than 0\.5 expected errors .* with ambiguous bases were left out .*which left 8\./);
  assert.match(
    dada2,
    /denoised and merged with DADA2 1\.26\.0 \(Callahan et al\. 2016\)\. .*UCHIME3.*counted as they had been denoised \(6 reads\)/,
  );
  assert.doesNotMatch(swarm + dada2, /most similar feature|denoised with/);
});

test("a combination tells of no reads that it was not given, and how samples were compared", () => {
  const text = methodsParagraph({
    ...done,
    stages: ["combine_tables", "classify_by_blast", "check_controls", "build_tree", "measure_diversity"],
    versions: { blast: "2.12.0", mafft: "7.505", fasttree: "2.1.11" },
    classifier: "blast_lca",
    denoiser: null,
    hasBlanks: true,
    parameters: { ...done.parameters, species_identity: 0.99, rarefaction_depth: 1000, group_by: "site" },
    reads: { map_reads: { a: 950, b: 3050 }, check_controls: { a: 949, b: 3000 } },
    groupTests: [{ measure: "bray_curtis", test: "permanova", groups: 2, samples: 4, statistic: 2, r2: 0.1, p: 0.2, permutations: 999 }],
  });
  assert.match(text, /^Feature tables of 2 samples \(4,000 reads\) were combined with Avalanche 1\.2\.3;/);
  assert.match(
    text,
    /lowest common ancestor \(Huson et al\. 2007\) of the hits of BLAST\+ 2\.12\.0 \(Camacho et al\. 2009; species from an identity of 0\.99\)/,
  );
  assert.match(text, /prevalence in blanks \(Davis et al\. 2018\); contaminants were removed, which left 3,949 reads\./);
  assert.match(text, /MAFFT 7\.505 \(Katoh and Standley 2013\), and their tree was built with FastTree 2\.1\.11 \(Price et al\. 2010\)\./);
  assert.match(text, /UniFrac distances of 1,000 reads drawn from each \(Lozupone et al\. 2007\), and ordinated/);
  assert.match(
    text,
    /Groups of samples by site were compared by PERMANOVA \(Anderson 2001\) and PERMDISP \(Anderson 2006\) with 999 permutations\.\n$/,
  );
});

test("novelty is told with the error rates at its threshold", () => {
  const curve = [
    { threshold: 0.4, falseNovelty: 0.3, foundNovelty: 0.9 },
    { threshold: 0.5, falseNovelty: 0.199, foundNovelty: 0.845 },
  ];
  const feature = { novelAt: "", scores: new Map(), nearest: null, relatives: 0 };
  const findings = ["known", "known", "novel", "gap"] as const;
  const novelty = {
    ranks: [{ rank: "genus", threshold: 0.5, curve, known: 1200, leftOut: 900, leftOutTaxa: 210 }],
    features: findings.map((finding, index) => ({ ...feature, id: String(index), finding })),
  };
  assert.match(
    methodsParagraph({ ...done, novelty }),
    /at the genus, a score of at least 0\.5 found 84\.5 % of 900 sequences of 210 left-out taxa, and called 19\.9 % of 1,200 known ones novel\. Of 4 features, 1 was novel, and 1 was without a close relative in the reference\./,
  );
});
