import { sumOf } from "../sum.js";
import { comparing, treeBuilding } from "./comparing.js";
import { chimeras, clustering, controlling, counting, denoising, flagging } from "./features.js";
import type { MethodsInput, Sentence } from "./input.js";
import { classifying, novelty } from "./naming.js";
import { demultiplexing, filtering, forwardOnly, merging, qualityTrimming, trimming } from "./reads.js";
import { count, many } from "./words.js";

/** `methods.txt`: a paragraph to paste, from what was really done. */
export function methodsParagraph(input: MethodsInput): string {
  return `${STEPS.flatMap((step) => step(input) ?? []).join(" ")}\n`;
}

const intro: Sentence = ({ samples, stages, reads, release }) => {
  const [given] = Object.values(reads);
  const from = many(samples, "sample");
  if (stages.includes("combine_tables"))
    return `Feature tables of ${from} (${count(sumOf(given))} reads) were combined with Avalanche ${release}; how each was made is told with its own analysis.`;
  return `Amplicon sequences of ${from} (${count(sumOf(given))} reads or read pairs) were processed with Avalanche ${release}.`;
};

const closing: Sentence = ({ features, featureType }) => `This gave ${many(features, featureType)}.`;

const STEPS: readonly Sentence[] = [
  intro,
  demultiplexing,
  trimming,
  qualityTrimming,
  forwardOnly,
  merging,
  filtering,
  denoising,
  clustering,
  chimeras,
  counting,
  classifying,
  flagging,
  controlling,
  closing,
  novelty,
  treeBuilding,
  comparing,
];
