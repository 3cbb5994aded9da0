import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { type MarkerName, MARKERS } from "../../../contracts/markers.js";
import { insertCutter } from "../../../science/marker-region.js";
import { amplicons, referenceSequences, REFERENCES } from "../science/amplicons.js";

/** Public sequences of the organisms that the headers name; of each gene the part around the markers. */
const GENES = "test/golden/markers/genes.fasta";

/** Markers, by the gene that holds them, and their insert's length there. */
const HELD: [MarkerName, RegExp, number][] = [
  ["18S-V9", /18S rRNA$/, 134],
  ["ITS1", /ITS1/, 223],
  ["ITS2", /ITS2/, 277],
  ["12S-V5", /12S rRNA/, 97],
  ["12S-Teleo", /12S rRNA/, 64],
  ["trnL", /trnL/, 52],
];

const SILVA = "silva-138.2-seed-16s.sintax.fasta.gz";
const MIFISH = "mifish-12s-v3.83.sintax.fasta.gz";
const BOLD = "bold-coi-1002.sintax.fasta.gz";

const PROKARYOTES = /d:(Bacteria|Archaea)/;

interface Source {
  reference: string;
  lineage?: RegExp;
  /** The reference was cut to the marker's insert before. */
  isCut?: boolean;
  atLeast: number;
}

/** Of the others no reference among the test data holds both primers: a gene of `GENES` does. */
const SOURCES: Partial<Record<MarkerName, Source>> = {
  "16S-V4": { reference: SILVA, lineage: PROKARYOTES, atLeast: 6000 },
  "16S-V3V4": { reference: SILVA, lineage: PROKARYOTES, atLeast: 6000 },
  "18S-V4": { reference: SILVA, lineage: /d:Eukaryota/, atLeast: 1000 },
  "12S-MiFish": { reference: MIFISH, isCut: true, atLeast: 10_000 },
  "COI-Leray": { reference: BOLD, atLeast: 40 },
};

describe("the inserts that a marker's primers cut from a reference have the marker's length", () => {
  for (const [name, source] of Object.entries(SOURCES)) {
    const isThere = existsSync(join(REFERENCES, source.reference));
    test(name, { skip: !isThere && `needs the test data, references/${source.reference}` }, async () => {
      const marker = MARKERS[name as MarkerName];
      const { reference, lineage, isCut, atLeast } = source;
      const sequences = await referenceSequences(reference, lineage);
      const inserts = isCut ? sequences : amplicons(sequences, marker);
      const fitting = inserts.filter(({ length }) => length >= marker.minLength && length <= marker.maxLength);
      assert.ok(inserts.length >= atLeast, `${inserts.length} inserts`);
      assert.ok(fitting.length >= 0.9 * inserts.length, `${fitting.length} of ${inserts.length} have the length`);
    });
  }
});

describe("a gene's insert is cut by the marker's primers", () => {
  const genes = readFileSync(GENES, "utf8").trim().split(">").slice(1);
  for (const [name, gene, length] of HELD)
    test(name, () => {
      const [, sequence = ""] = genes.find((record) => gene.test(record.split("\n", 1)[0] ?? ""))?.split("\n") ?? [];
      assert.equal(insertCutter(MARKERS[name])(sequence)?.length, length);
    });
});
