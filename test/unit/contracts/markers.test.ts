import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { type MarkerName, MARKERS } from "../../../contracts/markers.js";
import { amplicons, referenceSequences, REFERENCES } from "../science/amplicons.js";

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

/** Of the others no reference among the test data holds both primers; `12S-V5` is tried on the reads of wolf-demux (test/e2e/tags.test.ts). */
const SOURCES: Partial<Record<MarkerName, Source>> = {
  "16S-V4": { reference: SILVA, lineage: PROKARYOTES, atLeast: 6000 },
  "16S-V3V4": { reference: SILVA, lineage: PROKARYOTES, atLeast: 6000 },
  "18S-V4": { reference: SILVA, lineage: /d:Eukaryota/, atLeast: 1000 },
  "12S-MiFish": { reference: MIFISH, isCut: true, atLeast: 10_000 },
  "COI-Leray": { reference: BOLD, atLeast: 40 },
};

describe("the inserts that a marker's primers cut from a reference have the marker's length", () => {
  for (const [name, marker] of Object.entries(MARKERS)) {
    const source = SOURCES[name as MarkerName];
    const isThere = source !== undefined && existsSync(join(REFERENCES, source.reference));
    const lacks = source ? `needs the test data, references/${source.reference}` : `no reference among the test data holds ${name}`;
    test(name, { skip: !isThere && lacks }, async () => {
      const { reference, lineage, isCut, atLeast } = source as Source;
      const sequences = await referenceSequences(reference, lineage);
      const inserts = isCut ? sequences : amplicons(sequences, marker);
      const fitting = inserts.filter(({ length }) => length >= marker.minLength && length <= marker.maxLength);
      assert.ok(inserts.length >= atLeast, `${inserts.length} inserts`);
      assert.ok(fitting.length >= 0.9 * inserts.length, `${fitting.length} of ${inserts.length} have the length`);
    });
  }
});
