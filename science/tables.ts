import { type Feature, featureId } from "./feature.js";
import type { LcaAssignment } from "./blast-lca.js";
import { type Assignment, isContested, shownNames } from "./sintax.js";
import { tsv } from "./tsv.js";

export interface Naming {
  minConfidence: number;
  /** Highest first. */
  ranks: readonly string[];
  method: string;
  reference: string;
  /** Feature -> what is wrong with it, where something is. */
  flags: ReadonlyMap<string, string>;
}

/** `taxonomy.tsv`: for each feature the certain names (empty where they are no scientific ones), every confidence, the lineage as the reference writes it, and names that are as good. */
export function taxonomyTable(features: readonly Feature[], assignments: ReadonlyMap<string, Assignment>, naming: Naming): string {
  const { ranks, minConfidence } = naming;
  const ofHits = naming.method === "blast_lca";
  const head = [
    "feature",
    ...ranks,
    ...ranks.map((rank) => `${rank}_confidence`),
    "verbatim",
    "ties",
    "flags",
    "method",
    "reference",
    "min_confidence",
    ...(ofHits ? ["best_identity", "best_coverage", "votes"] : []),
  ];
  const rows = features.map(({ id }) => {
    const assignment = assignments.get(id) ?? { feature: id, names: [] };
    const shown = new Map(shownNames(assignment, minConfidence).map(({ rank, name }) => [rank, name]));
    const confidence = new Map(assignment.names.map((name) => [name.rank, name.confidence]));
    const verbatim = assignment.names.map(({ rank, name }) => `${rank}:${name}`).join(";");
    const { ties = [], votes = 0, identity, coverage } = assignment as Partial<LcaAssignment>;
    const flags = [
      naming.flags.get(id) ?? [],
      isContested(assignment, minConfidence) ? "near_limit" : [],
      assignment.names.some(({ isHeld }) => isHeld) ? "below_species_identity" : [],
    ]
      .flat()
      .join(";");
    return [
      id,
      ...ranks.map((rank) => shown.get(rank) ?? ""),
      ...ranks.map((rank) => confidence.get(rank) ?? ""),
      verbatim,
      ties.join(";"),
      flags,
      naming.method,
      naming.reference,
      minConfidence,
      ...(ofHits ? [identity ?? "", coverage ?? "", votes] : []),
    ];
  });
  return tsv(head, rows);
}

/** `reads.tsv`: a row a stage, a column a sample; empty where the sample did not go through the stage. */
export function readsTable(samples: readonly string[], reads: Record<string, Record<string, number>>): string {
  const rows = Object.entries(reads).map(([stage, counts]) => [
    stage,
    ...samples.map((sample) => (Object.hasOwn(counts, sample) ? (counts[sample] ?? "") : "")),
  ]);
  return tsv(["stage", ...samples], rows);
}

export function featuresFasta(features: readonly Pick<Feature, "id" | "sequence">[]): string {
  return features.map(({ id, sequence }) => `>${id}\n${sequence}\n`).join("");
}

/** Each with the reason for which it is no feature. */
export function removedFasta(removed: readonly (Feature & { reason: string })[]): string {
  return removed.map(({ sequence, size, reason }) => `>${featureId(sequence)} reason=${reason} size=${size}\n${sequence}\n`).join("");
}
