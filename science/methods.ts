import { type Citation, shortCitation } from "./citations/citation.js";
import { knownReference } from "./citations/references.js";
import { TOOL_CITATIONS } from "./citations/tools.js";
import { markerCitations, type Parameters, type Used } from "./citations/used.js";

export interface MethodsInput extends Used {
  parameters: Parameters;
  /** Of the reference: SHA-256, sequences; null: none. */
  referenceSha256: string | null;
  referenceSequences: number;
  features: number;
  samples: number;
  /** Stage -> sample -> reads left after it. */
  reads: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** `methods.txt`: a paragraph to paste, from what was really done. */
export function methodsParagraph(input: MethodsInput): string {
  const steps = [intro, trimming, merging, filtering, denoising, clustering, chimeras, mapping, classifying, closing];
  return `${steps.flatMap((step) => step(input) ?? []).join(" ")}\n`;
}

type Sentence = (input: MethodsInput) => string | undefined;

const intro: Sentence = ({ samples, reads }) =>
  `Amplicon sequences of ${many(samples, "sample")} (${count(sum(reads["check_input"]))} reads or read pairs) were processed with Avalanche.`;

const trimming: Sentence = ({ parameters, stages, markerCitation, versions }) => {
  if (!stages.includes("trim_primers")) return undefined;
  const { marker, forward_primer: forward, reverse_primer: reverse } = parameters;
  const named = marker === "custom" ? "" : ` of the marker ${text(marker)}`;
  const cited = cites(markerCitations(markerCitation));
  return `Reads that began with the primers${named} (forward ${text(forward)}, reverse ${text(reverse)}${cited === "" ? "" : `; ${cited}`}) were kept, and primers removed with cutadapt ${version(versions, "cutadapt")}(${cites([TOOL_CITATIONS.cutadapt])}).`;
};

const merging: Sentence = ({ parameters, stages, versions }) =>
  stages.includes("merge_pairs")
    ? `Read pairs were merged with VSEARCH ${version(versions, "vsearch")}(${cites([TOOL_CITATIONS.vsearch])}; overlap of at least ${text(parameters["min_overlap"])} bases, at most ${text(parameters["max_differences"])} differences).`
    : undefined;

const filtering: Sentence = ({ parameters, stages, reads, versions }) => {
  if (!stages.includes("filter_reads") && !stages.includes("filter_pairs")) return undefined;
  const tool = stages.includes("merge_pairs") ? "" : ` with VSEARCH ${version(versions, "vsearch")}(${cites([TOOL_CITATIONS.vsearch])})`;
  return `Sequences with more than ${text(parameters["max_expected_errors"])} expected errors (${cites([TOOL_CITATIONS.expected_errors])}) or ambiguous bases${lengths(parameters)} were left out${tool}, which left ${count(sum(reads["filter_reads"] ?? reads["filter_pairs"]))}.`;
};

const denoising: Sentence = ({ parameters, stages, denoiser, versions }) => {
  if (denoiser === null || !(stages.includes("denoise") || stages.includes("denoise_pairs"))) return undefined;
  if (denoiser === "none")
    return `Each unique sequence with at least ${text(parameters["min_size"])} reads was kept as it is, without denoising.`;
  const citation = (TOOL_CITATIONS as Readonly<Record<string, Citation>>)[denoiser];
  const own = Object.hasOwn(versions, denoiser) ? `${denoiser} ${versions[denoiser]}` : denoiser.toUpperCase();
  const source = citation ? cites([citation]) : "";
  if (denoiser === "dada2") return `Read pairs of each sequencing run were denoised and merged with ${own} (${source}).`;
  return `Unique sequences of all samples together were denoised with ${own} (${source === "" ? "" : `${source}; `}minimum abundance ${text(parameters["min_size"])}).`;
};

const clustering: Sentence = ({ parameters, clusterer, versions }) => {
  if (clusterer === null) return undefined;
  const { identity, min_size: minSize } = parameters;
  const how =
    clusterer === "swarm"
      ? `with Swarm ${version(versions, "swarm")}(${cites([TOOL_CITATIONS.swarm])}; one difference, fastidious`
      : `at an identity of ${text(identity)} with VSEARCH ${version(versions, "vsearch")}(${cites([TOOL_CITATIONS.vsearch])}`;
  return `Unique sequences of all samples together were clustered ${how}; minimum abundance ${text(minSize)}).`;
};

const chimeras: Sentence = ({ stages }) =>
  stages.includes("remove_chimeras")
    ? `Chimeras were removed de novo (${cites([TOOL_CITATIONS.uchime])}) where the parents occurred in the same sample.`
    : undefined;

const mapping: Sentence = ({ parameters, stages, reads }) =>
  stages.includes("map_reads")
    ? `Reads were counted for the most similar feature at an identity of at least ${text(parameters["identity"])} (${count(sum(reads["map_reads"]))} reads).`
    : undefined;

const classifying: Sentence = (input) => {
  const { classifier, parameters, reference, referenceSha256, referenceSequences } = input;
  if (classifier === null || reference === null || referenceSha256 === null) return undefined;
  const citation = (TOOL_CITATIONS as Readonly<Record<string, Citation>>)[classifier];
  const known = knownReference(reference);
  const database = known ? `${known.title} (${cites([known.citation])}; ` : "a reference (";
  const method = `${classifier === "sintax" ? "SINTAX" : classifier}${citation ? ` (${cites([citation])})` : ""}`;
  return `Taxonomy was assigned with ${method} against ${database}file ${reference.split("/").at(-1)}, ${count(referenceSequences)} sequences, SHA-256 ${referenceSha256.slice(0, 12)}...); names with a support below ${text(parameters["min_confidence"])} were left out.`;
};

const closing: Sentence = ({ features, featureType }) => `This gave ${many(features, featureType)}.`;

function lengths({ min_length: least, max_length: most }: MethodsInput["parameters"]): string {
  if (typeof least === "number" && typeof most === "number") return `, or outside ${least} to ${most} bases,`;
  if (typeof least === "number") return `, or shorter than ${least} bases,`;
  return typeof most === "number" ? `, or longer than ${most} bases,` : "";
}

function cites(citations: readonly Citation[]): string {
  // One author, one year, two preprints: their DOIs tell them apart.
  return citations.map((citation) => `${shortCitation(citation)}${citation.volume ? "" : `, doi:${citation.doi}`}`).join("; ");
}

function version(versions: MethodsInput["versions"], tool: string): string {
  return Object.hasOwn(versions, tool) ? `${versions[tool]} ` : "";
}

function sum(reads: Readonly<Record<string, number>> = {}): number {
  return Object.values(reads).reduce((total, one) => total + one, 0);
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function many(value: number, what: string): string {
  return `${count(value)} ${what}${value === 1 ? "" : "s"}`;
}

function text(value: Parameters[string]): string {
  return String(value ?? "none");
}
