import { fromSintaxToken, type Name } from "./lineage.js";
import { displayName } from "./ranks.js";

export interface RankedName extends Name {
  /** Bootstrap support, 0 to 1; ranks that share a letter of vsearch's share it. Of blast_lca the share of votes. */
  confidence: number;
  /** It is not shown, whatever its support. */
  isHeld?: boolean;
}

/** What a classifier says of one feature, highest rank first; empty where it says nothing. */
export interface Assignment {
  feature: string;
  names: RankedName[];
}

/**
 * Reads vsearch's `--tabbedout` of `--sintax`, made with a reference of `readReference`:
 * `id <tab> d:domain=Bacteria(1.00),k:phylum=...(0.97) <tab> strand`. Source: vsearch's manual.
 *
 * @param ranks of the reference, highest first
 */
export function parseSintax(text: string, ranks: readonly string[]): Assignment[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [title = "", lineage = ""] = line.split("\t");
      const names = lineage === "" ? [] : lineage.split(",").flatMap(toRankedNames);
      return {
        feature: (title.split(";")[0] ?? "").trim(),
        names: names.sort((a, b) => ranks.indexOf(a.rank) - ranks.indexOf(b.rank)),
      };
    });
}

/** The names that are certain enough, down to the first that is not. */
export function certainNames(assignment: Assignment, minConfidence: number): RankedName[] {
  const end = assignment.names.findIndex((name) => name.confidence < minConfidence || name.isHeld);
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

function toRankedNames(text: string): RankedName[] {
  const [, token, confidence] = /^[a-z]:(.*)\((\d+(?:\.\d+)?)\)$/.exec(text) ?? [];
  if (token === undefined) throw new Error(`cannot read the SINTAX name ${JSON.stringify(text)}`);
  return fromSintaxToken(token).map((name) => ({ ...name, confidence: Number(confidence) }));
}
