import type { Name } from "./lineage.js";
import type { Assignment, RankedName } from "./sintax.js";

/** A hit of a feature: its best alignment with one sequence of the reference. */
export interface LcaHit {
  bitScore: number;
  /** Of the alignment, in per cent. */
  identity: number;
  /** Of the feature, in per cent. */
  coverage: number;
}

export interface LcaAssignment extends Assignment {
  /** Species (or names at the reference's last rank) of the hits that voted, where there are several. */
  ties: string[];
  /** Hits that voted. */
  votes: number;
  /** Of the most alike of them, in per cent; null: none voted. */
  identity: number | null;
  coverage: number | null;
}

/** A hit votes whose score is within this share of the best one. */
const WITHIN = 0.02;

/** Per cent of the feature that a hit must cover to vote. */
const LEAST_COVERAGE = 90;

/** The hits that vote: those that cover the feature, and score nearly as well as the best that does. */
export function voters<T extends LcaHit>(hits: readonly T[]): T[] {
  const covering = hits.filter(({ coverage }) => coverage >= LEAST_COVERAGE);
  const best = covering.reduce((most, { bitScore }) => Math.max(most, bitScore), 0);
  return covering.filter(({ bitScore }) => bitScore >= (1 - WITHIN) * best);
}

/**
 * The lineage that the votes share. At each rank the name of most of those votes that agree down to there, with the share
 * of all votes that bear it; a vote without a name at a rank counts against every name.
 * Source of the method: Huson et al. 2007, doi:10.1101/gr.5969107 (MEGAN's lowest common ancestor, here with a share).
 *
 * @param votes of `voters`, with the lineages of their sequences
 * @param rules ranks: highest first; speciesIdentity: 0 to 1, null: no identity is enough to name a species
 */
export function lowestCommonAncestor(
  feature: string,
  votes: readonly (LcaHit & { names: readonly Name[] })[],
  rules: { ranks: readonly string[]; speciesIdentity: number | null },
): LcaAssignment {
  const best = [...votes].sort((one, other) => other.identity - one.identity || other.coverage - one.coverage)[0];
  const isFar = best === undefined || rules.speciesIdentity === null || best.identity < 100 * rules.speciesIdentity;
  const names: RankedName[] = [];
  let agreeing = votes;
  for (const rank of rules.ranks) {
    const most = mostFrequent(agreeing, rank);
    // Some references lack a rank in some lineages: the ranks below may still agree.
    if (most === undefined) continue;
    agreeing = agreeing.filter((vote) => nameAt(vote, rank) === most);
    const confidence = Math.round((100 * agreeing.length) / votes.length) / 100;
    names.push({ rank, name: most, confidence, ...(rank === "species" && isFar ? { isHeld: true } : {}) });
  }
  const { identity = null, coverage = null } = best ?? {};
  return { feature, names, ties: tiesOf(votes, rules.ranks), votes: votes.length, identity, coverage };
}

/** Of names that are as frequent the first by its letters; undefined where no vote has one at the rank. */
function mostFrequent(votes: readonly { names: readonly Name[] }[], rank: string): string | undefined {
  const counts = new Map<string, number>();
  for (const vote of votes) {
    const name = nameAt(vote, rank);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))[0]?.[0];
}

/** As it is kept between the stages: a line of JSON a feature. */
export function parseLca(text: string): LcaAssignment[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as LcaAssignment);
}

function nameAt({ names }: { names: readonly Name[] }, rank: string): string | undefined {
  return names.find((name) => name.rank === rank)?.name;
}

function tiesOf(votes: readonly { names: readonly Name[] }[], ranks: readonly string[]): string[] {
  const last = ranks.includes("species") ? "species" : (ranks.at(-1) ?? "");
  const names = new Set(votes.flatMap((vote) => nameAt(vote, last) ?? []));
  return names.size > 1 ? [...names].sort((one, other) => (one < other ? -1 : 1)) : [];
}
