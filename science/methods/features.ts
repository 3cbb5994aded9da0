import { chimeraMethodOf } from "../chimeras.js";
import type { Citation } from "../citations/citation.js";
import { TOOL_CITATIONS } from "../citations/tools.js";
import { sumOf } from "../sum.js";
import type { Sentence } from "./input.js";
import { cites, citesTools, count, text, version } from "./words.js";

export const denoising: Sentence = ({ parameters, stages, denoiser, versions }) => {
  if (denoiser === null || !(stages.includes("denoise") || stages.includes("denoise_pairs"))) return undefined;
  if (denoiser === "none")
    return `Each unique sequence with at least ${text(parameters["min_size"])} reads was kept as it is, without denoising.`;
  if (denoiser === "dada2")
    return `Read pairs of each sequencing run were denoised and merged with DADA2 ${version(versions, "dada2")}(${citesTools("dada2")}).`;
  if (denoiser === "swarm") return swarms(parameters["min_size"], versions);
  const citation = (TOOL_CITATIONS as Readonly<Record<string, Citation>>)[denoiser];
  const source = citation ? `${cites([citation])}; ` : "";
  return `Unique sequences of all samples together were denoised with ${denoiser.toUpperCase()} in VSEARCH ${version(versions, "vsearch")}(${source}${citesTools("vsearch")}; minimum abundance ${text(parameters["min_size"])}).`;
};

export const clustering: Sentence = ({ parameters, stages, clusterer, versions }) => {
  if (clusterer === null || !stages.includes("cluster")) return undefined;
  const { identity, min_size: minSize } = parameters;
  if (clusterer === "swarm") return swarms(minSize, versions);
  return `Unique sequences of all samples together were clustered at an identity of ${text(identity)} with VSEARCH ${version(versions, "vsearch")}(${citesTools("vsearch")}; minimum abundance ${text(minSize)}).`;
};

export const chimeras: Sentence = ({ stages, featureType }) => {
  if (!stages.includes("remove_chimeras")) return undefined;
  const method = chimeraMethodOf(featureType);
  return `Chimeras were removed de novo (${method.toUpperCase()}; ${citesTools(method)}) where the parents occurred in the same sample.`;
};

export const counting: Sentence = ({ parameters, stages, reads, denoiser, clusterer }) => {
  if (!stages.includes("map_reads")) return undefined;
  const counted = `(${count(sumOf(reads["map_reads"]))} reads)`;
  if (denoiser === "dada2") return `Reads were counted as they had been denoised ${counted}.`;
  if (denoiser === "swarm" || clusterer === "swarm") return `Reads were counted for the swarm that they belong to ${counted}.`;
  return `Reads were counted for the most similar feature at an identity of at least ${text(parameters["identity"])} ${counted}.`;
};

export const flagging: Sentence = ({ parameters, stages, reads }) =>
  stages.includes("check_marker") && parameters["remove_flagged"] === true
    ? `Features that are not what the marker is for were removed, which left ${count(sumOf(reads["check_marker"]))} reads.`
    : undefined;

export const controlling: Sentence = ({ stages, hasBlanks, reads }) => {
  if (!stages.includes("check_controls") || !hasBlanks) return undefined;
  const left = reads["check_controls"];
  const done = left === undefined ? "none was removed" : `contaminants were removed, which left ${count(sumOf(left))} reads`;
  return `Features were tested for contamination by their prevalence in blanks (${citesTools("decontam")}); ${done}.`;
};

function swarms(minSize: string | number | boolean | null | undefined, versions: Readonly<Record<string, string>>): string {
  return `Unique sequences of all samples together were clustered with Swarm ${version(versions, "swarm")}(${citesTools("swarm")}; one difference, fastidious; minimum abundance ${text(minSize)}).`;
}
