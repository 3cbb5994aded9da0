import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { join } from "node:path";
import { MARKERS } from "../../../contracts/markers.js";
import { geneticCodeOf, hasStopInEachFrame } from "../../../science/coding.js";
import { flagsOfCoding, flagsOfLineage } from "../../../science/marker-flags.js";
import { amplicons, referenceSequences, REFERENCES } from "./amplicons.js";

test("a stop codon in each of three frames, and of six where the direction is not known", () => {
  const stops = "TAACTAACTAAC";
  assert.equal(hasStopInEachFrame("GCTGCTGCTGCT", 5, false), false);
  assert.equal(hasStopInEachFrame(stops, 5, false), true);
  assert.equal(hasStopInEachFrame(stops, 5, true), false);
  assert.equal(hasStopInEachFrame(`${stops}${"TTACTTACTTAC"}`, 5, true), true);
  assert.equal(hasStopInEachFrame("TANCTANCTANC", 5, false), false);
});

test("AGA and AGG are stops of vertebrates alone; the lineage says which code holds", () => {
  const serine = "AGACAGGCAGAC";
  assert.equal(hasStopInEachFrame(serine, 5, false), false);
  assert.equal(hasStopInEachFrame(serine, 2, false), true);
  assert.equal(geneticCodeOf(["Metazoa", "Chordata", "Mammalia"]), 2);
  assert.equal(geneticCodeOf(["Metazoa", "Chordata", "Ascidiacea"]), 5);
  assert.equal(geneticCodeOf([]), 5);
});

test("a length that differs by no whole codons is flagged", () => {
  const sequence = "GCT".repeat(104);
  const flags = (length: number) => flagsOfCoding(sequence.slice(0, length), 10, [], false);
  assert.deepEqual([flags(10), flags(7), flags(13)], [[], [], []]);
  assert.deepEqual([flags(9), flags(11)], [["frameshift"], ["frameshift"]]);
});

test("organelles, humans, livestock and pets are known by their names", () => {
  assert.deepEqual(flagsOfLineage("organelles", ["Bacteria", "Cyanobacteriota", "Chloroplast"]), ["chloroplast"]);
  assert.deepEqual(flagsOfLineage("organelles", ["Bacteria", "Rickettsiales", "Mitochondria"]), ["mitochondria"]);
  assert.deepEqual(flagsOfLineage("organelles", ["Cyanobacteria/Chloroplast", "Chloroplastida", "Synechococcus"]), []);
  const animals = (...names: string[]) => flagsOfLineage("vertebrates", ["Mammalia", ...names]);
  assert.deepEqual(animals("Homo", "Homo sapiens"), ["human"]);
  assert.deepEqual(animals("Bos"), ["livestock"]);
  assert.deepEqual(animals("Sus", "Sus scrofa domesticus"), ["livestock"]);
  assert.deepEqual(animals("Canis", "Canis lupus familiaris"), ["pet"]);
  assert.deepEqual(animals("Canis"), []);
  assert.deepEqual(animals("Bosea", "Homopus"), []);
});

const BOLD = "bold-coi-1002.sintax.fasta.gz";

test("of real COI barcodes hardly any is flagged; with a base lost nearly all are", {
  skip: !existsSync(join(REFERENCES, BOLD)) && `needs the test data, references/${BOLD}`,
}, async () => {
  const { codingLength } = MARKERS["COI-Leray"] as { codingLength: number };
  const barcodes = amplicons(await referenceSequences(BOLD), { ...MARKERS["COI-Leray"], reversePrimer: null }).map((insert) =>
    insert.slice(0, codingLength),
  );
  const whole = barcodes.filter((insert) => insert.length === codingLength);
  assert.ok(whole.length > 500, `${whole.length} inserts`);
  const flagged = whole.filter((insert) => flagsOfCoding(insert, codingLength, [], false).length > 0);
  assert.ok(flagged.length < 0.01 * whole.length, `${flagged.length} of ${whole.length}`);
  const cut = whole.filter((insert) =>
    flagsOfCoding(insert.slice(0, 150) + insert.slice(151), codingLength, [], false).includes("frameshift"),
  );
  assert.equal(cut.length, whole.length);
});
