import { knownReference } from "../citations/references.js";
import type { MethodsInput, Sentence } from "./input.js";
import { cites, citesTools, count, many, percent, text, version } from "./words.js";

export const classifying: Sentence = (input) => {
  const { classifier, parameters, reference, referenceSha256, referenceSequences } = input;
  if (classifier === null || reference === null || referenceSha256 === null) return undefined;
  const known = knownReference(reference);
  const database = known ? `${known.title} (${cites([known.citation])}; ` : "a reference (";
  return `Taxonomy was assigned ${methodOf(input)} against ${database}file ${reference.split("/").at(-1)}, ${count(referenceSequences)} sequences, SHA-256 ${referenceSha256.slice(0, 12)}...); names with a support below ${text(parameters["min_confidence"])} were left out.`;
};

export const novelty: Sentence = ({ novelty: found }) => {
  if (found === null) return undefined;
  const rates = found.ranks.flatMap(({ rank, threshold, curve, known, leftOut, leftOutTaxa }) => {
    const at = curve.find((point) => point.threshold === threshold);
    if (at === undefined) return [];
    return `at the ${rank}, a score of at least ${threshold} found ${percent(at.foundNovelty)} of ${count(leftOut)} sequences of ${count(leftOutTaxa)} left-out taxa, and called ${percent(at.falseNovelty)} of ${count(known)} known ones novel`;
  });
  const [novel = 0, gaps = 0] = ["novel", "gap"].map((wanted) => found.features.filter(({ finding }) => finding === wanted).length);
  return `Novelty was scored by the distance to the nearest references, their agreement and SINTAX's confidence, with weights and thresholds from leaving taxa of the reference out: ${rates.join("; ")}. Of ${many(found.features.length, "feature")}, ${was(novel)} novel, and ${was(gaps)} without a close relative in the reference.`;
};

function was(value: number): string {
  return `${count(value)} ${value === 1 ? "was" : "were"}`;
}

function methodOf({ classifier, parameters, versions }: MethodsInput): string {
  if (classifier !== "blast_lca") return `with SINTAX in VSEARCH ${version(versions, "vsearch")}(${citesTools("sintax", "vsearch")})`;
  const species = parameters["species_identity"];
  const limit = typeof species === "number" ? `; species from an identity of ${species}` : "";
  return `by the lowest common ancestor (${citesTools("lca")}) of the hits of BLAST+ ${version(versions, "blast")}(${citesTools("blast")}${limit})`;
}
