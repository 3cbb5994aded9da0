import { markerCitations } from "../citations/used.js";
import { sumOf } from "../sum.js";
import type { MethodsInput, Sentence } from "./input.js";
import { cites, citesTools, count, many, text, version } from "./words.js";

export const demultiplexing: Sentence = ({ stages, versions }) =>
  stages.includes("demultiplex")
    ? `Read pairs were assigned to samples by the tags at both ends, with at most one wrong base in each, with cutadapt ${version(versions, "cutadapt")}(${citesTools("cutadapt")}).`
    : undefined;

export const trimming: Sentence = ({ parameters, stages, markerCitation, versions }) => {
  if (!stages.includes("trim_primers")) return undefined;
  const { marker, forward_primer: forward, reverse_primer: reverse } = parameters;
  const named = marker === "custom" ? "" : ` of the marker ${text(marker)}`;
  const cited = cites(markerCitations(markerCitation));
  return `Reads that began with the primers${named} (forward ${text(forward)}, reverse ${text(reverse)}${cited === "" ? "" : `; ${cited}`}) were kept, and primers removed with cutadapt ${version(versions, "cutadapt")}(${citesTools("cutadapt")}).`;
};

export const qualityTrimming: Sentence = ({ parameters, stages }) =>
  stages.includes("trim_quality") ? `Ends of reads with qualities below ${text(parameters["quality_trim"])} were cut off.` : undefined;

export const merging: Sentence = ({ parameters, stages, versions }) =>
  stages.includes("merge_pairs")
    ? `Read pairs were merged with VSEARCH ${version(versions, "vsearch")}(${citesTools("vsearch")}; overlap of at least ${text(parameters["min_overlap"])} bases, at most ${text(parameters["max_differences"])} differences).`
    : undefined;

export const forwardOnly: Sentence = ({ parameters }) =>
  parameters["forward_only"] === true ? "Only the forward reads were used." : undefined;

export const filtering: Sentence = ({ parameters, stages, reads, versions }) => {
  const isOfPairs = stages.includes("filter_pairs");
  if (!isOfPairs && !stages.includes("filter_reads")) return undefined;
  const tool = stages.includes("merge_pairs") ? "" : ` with VSEARCH ${version(versions, "vsearch")}(${citesTools("vsearch")})`;
  const what = isOfPairs ? "Pairs with a read of" : "Sequences with";
  const outside = isOfPairs ? "" : lengths(parameters);
  const errors = many(Number(parameters["max_expected_errors"]), "expected error");
  return `${what} more than ${errors} (${citesTools("expected_errors")}) or with ambiguous bases${outside} were left out${tool}, which left ${count(sumOf(reads["filter_reads"] ?? reads["filter_pairs"]))}.`;
};

function lengths({ min_length: least, max_length: most }: MethodsInput["parameters"]): string {
  if (typeof least === "number" && typeof most === "number") return `, or outside ${least} to ${most} bases,`;
  if (typeof least === "number") return `, or shorter than ${least} bases,`;
  return typeof most === "number" ? `, or longer than ${most} bases,` : "";
}
