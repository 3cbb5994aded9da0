import { displayName, rankOf } from "./ranks.js";

export interface RankedName {
  rank: string;
  /** As the reference writes it. */
  name: string;
  /** Bootstrap support, 0 to 1. */
  confidence: number;
}

/** What SINTAX says of one feature, highest rank first; empty where it says nothing. */
export interface Assignment {
  feature: string;
  names: RankedName[];
}

/**
 * Reads vsearch's `--tabbedout` of `--sintax`: `id <tab> d:Bacteria(1.00),p:...(0.97) <tab> strand <tab> names above the cutoff`.
 * Source: vsearch's manual.
 */
export function parseSintax(text: string): Assignment[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [title = "", lineage = ""] = line.split("\t");
      return { feature: (title.split(";")[0] ?? "").trim(), names: lineage === "" ? [] : splitLineage(lineage).map(toRankedName) };
    });
}

/** The names that are certain enough, down to the first that is not. */
export function certainNames(assignment: Assignment, minConfidence: number): RankedName[] {
  const end = assignment.names.findIndex((name) => name.confidence < minConfidence);
  return end === -1 ? assignment.names : assignment.names.slice(0, end);
}

/** The certain names that are scientific ones, as people read them. */
export function shownNames(assignment: Assignment, minConfidence: number): RankedName[] {
  return certainNames(assignment, minConfidence)
    .map((certain) => ({ ...certain, name: displayName(certain.name) }))
    .filter(({ name }) => name !== "");
}

/** Whether a name's support lies so close to the limit that other draws could have decided otherwise. */
export function isContested(assignment: Assignment, minConfidence: number): boolean {
  return assignment.names.some(({ confidence }) => isNear(confidence, minConfidence) && confidence < 1);
}

/** Within 0.05: in ten-thousandths, since 0.8 - 0.75 is more than 0.05 in floating point. */
function isNear(confidence: number, limit: number): boolean {
  return Math.round(Math.abs(confidence - limit) * 10_000) <= 500;
}

/** Names may hold commas: a new one begins only with a rank's letter. */
function splitLineage(lineage: string): string[] {
  return lineage.split(/,(?=[a-z]:)/);
}

function toRankedName(text: string): RankedName {
  const match = /^([a-z]):(.*)\((\d+(?:\.\d+)?)\)$/s.exec(text);
  if (!match) throw new Error(`cannot read the SINTAX name ${JSON.stringify(text)}`);
  return { rank: rankOf(match[1] ?? ""), name: match[2] ?? "", confidence: Number(match[3]) };
}
