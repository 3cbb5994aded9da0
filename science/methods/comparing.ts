import type { Sentence } from "./input.js";
import { citesTools, count, version } from "./words.js";

export const treeBuilding: Sentence = ({ stages, versions }) =>
  stages.includes("build_tree")
    ? `Features were aligned with MAFFT ${version(versions, "mafft")}(${citesTools("mafft")}), and their tree was built with FastTree ${version(versions, "fasttree")}(${citesTools("fasttree")}).`
    : undefined;

export const comparing: Sentence = ({ stages, samples, parameters, groupTests }) => {
  if (!stages.includes("measure_diversity") || samples < 2) return undefined;
  const depth = parameters["rarefaction_depth"];
  const of = typeof depth === "number" ? `of ${count(depth)} reads drawn from each` : "of their proportions";
  const tree = stages.includes("build_tree") ? ", and UniFrac distances" : "";
  const cited = tree === "" ? "" : ` (${citesTools("unifrac")})`;
  const [first] = groupTests;
  const tested =
    first === undefined
      ? ""
      : ` Groups of samples by ${parameters["group_by"]} were compared by PERMANOVA (${citesTools("permanova")}) and PERMDISP (${citesTools("permdisp")}) with ${first.permutations} permutations.`;
  return `Samples were compared by Bray-Curtis and Jaccard distances${tree} ${of}${cited}, and ordinated by principal coordinates.${tested}`;
};
