import { chimeraMethodOf } from "../chimeras.js";
import type { Citation } from "./citation.js";
import { MARKER_CITATIONS } from "./markers.js";
import { knownReference } from "./references.js";
import { TOOL_CITATIONS } from "./tools.js";

/** Parameters of an analysis, by their names. */
export type Parameters = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What was used in an analysis. */
export interface Used {
  /** Tool -> version. */
  versions: Readonly<Record<string, string>>;
  /** The stages that ran, or were found from an earlier job. */
  stages: readonly string[];
  /** null: it was no denoising. */
  denoiser: string | null;
  clusterer: string | null;
  /** What a row of the table is, such as `ASV`. */
  featureType: string;
  /** null: features have no names. */
  classifier: string | null;
  /** Whether there are blanks among the samples. */
  hasBlanks: boolean;
  /** Whether groups of samples were compared. */
  hasGroups: boolean;
  /** The marker's citation, with its DOIs. */
  markerCitation: string;
  /** The reference's file name; null: none. */
  reference: string | null;
}

/** Publications of the tools, methods, primers and reference that were used, and no others; in the order of their keys. */
export function citationsOf(used: Used): Citation[] {
  const tools = Object.entries(TOOL_CITATIONS).flatMap(([name, citation]) => (isUsed(name, used) ? [citation] : []));
  const reference = used.reference === null ? undefined : knownReference(used.reference);
  const all = [...tools, ...markerCitations(used.markerCitation), ...(reference ? [reference.citation] : [])];
  return all.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The publications whose DOI a text names. */
export function markerCitations(text: string): Citation[] {
  return MARKER_CITATIONS.filter(({ doi }) => text.includes(doi));
}

/** Methods that are told neither by a program's version nor by a parameter. */
const METHODS: Partial<Record<string, (used: Used) => boolean>> = {
  expected_errors: ({ stages }) => stages.includes("filter_reads") || stages.includes("filter_pairs"),
  uchime: (used) => tookChimerasOut("uchime", used),
  uchime3: (used) => tookChimerasOut("uchime3", used),
  lca: ({ classifier }) => classifier === "blast_lca",
  decontam: ({ stages, hasBlanks }) => stages.includes("check_controls") && hasBlanks,
  unifrac: ({ stages }) => stages.includes("build_tree"),
  permanova: ({ hasGroups }) => hasGroups,
  permdisp: ({ hasGroups }) => hasGroups,
};

function tookChimerasOut(method: "uchime" | "uchime3", { stages, featureType }: Used): boolean {
  return stages.includes("remove_chimeras") && chimeraMethodOf(featureType) === method;
}

function isUsed(name: string, used: Used): boolean {
  const { versions, stages, denoiser, classifier } = used;
  return (
    METHODS[name]?.(used) ?? (Object.hasOwn(versions, name) || (stages.includes("denoise") && denoiser === name) || classifier === name)
  );
}
