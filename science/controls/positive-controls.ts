import type { FeatureTable } from "../feature-table.js";
import { sum } from "../sum.js";
import { type Assignment, certainNames, shownNames } from "../sintax.js";
import { tsv } from "../tsv.js";

export interface PositiveControl {
  sample: string;
  /** As the sheet's column `expected` has them, apart by semicolons. */
  expected: string;
}

export interface Recovered {
  sample: string;
  /** A name of any rank. */
  member: string;
  reads: number;
  features: number;
}

/** How much of each expected member a positive control has; a feature of it bears its name, at any rank, with enough certainty. */
export function recoverMembers(
  controls: readonly PositiveControl[],
  table: FeatureTable,
  assignments: ReadonlyMap<string, Assignment>,
  minConfidence: number,
): Recovered[] {
  const names = new Map(
    [...assignments].map(([feature, found]) => {
      const all = [...certainNames(found, minConfidence), ...shownNames(found, minConfidence)];
      return [feature, new Set(all.map(({ name }) => plain(name)))];
    }),
  );
  return controls.flatMap(({ sample, expected }) =>
    membersOf(expected).map((member) => {
      const counts = table.features.filter((feature) => names.get(feature)?.has(plain(member))).map((id) => table.count(id, sample));
      const found = counts.filter((reads) => reads > 0);
      return { sample, member, reads: sum(found), features: found.length };
    }),
  );
}

/** `positive_controls.tsv`: a row for each expected member of each positive control. */
export function positivesTable(recovered: readonly Recovered[]): string {
  const rows = recovered.map(({ sample, member, reads, features }) => [sample, member, reads > 0 ? "yes" : "no", reads, features]);
  return tsv(["sample", "expected", "found", "reads", "features"], rows);
}

/** What a person must know: members that are missing, and controls of which nothing is expected. */
export function positiveWarnings(controls: readonly PositiveControl[], recovered: readonly Recovered[]): string[] {
  return controls.flatMap(({ sample, expected }) => {
    const members = recovered.filter((member) => member.sample === sample);
    if (membersOf(expected).length === 0)
      return [`positive control ${sample}: the sheet has no names in \`expected\` (apart by semicolons), so nothing is compared`];
    const missing = members.filter(({ reads }) => reads === 0).map(({ member }) => member);
    if (missing.length === 0) return [];
    return [`positive control ${sample}: ${missing.length} of ${members.length} expected members were not found: ${missing.join(", ")}`];
  });
}

function membersOf(expected: string): string[] {
  return [...new Set(expected.split(";").map((name) => name.trim()))].filter((name) => name !== "");
}

function plain(name: string): string {
  return name.replaceAll("_", " ").toLowerCase();
}
