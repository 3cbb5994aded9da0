import type { Distances } from "./overlaps.js";
import { permanova, permdisp } from "./permanova.js";
import { shownNumber } from "./shown-number.js";

export interface Grouping {
  /** Of the sample sheet. */
  column: string;
  /** Sample -> group; without those that belong to none. */
  groups: Record<string, string>;
}

export interface GroupTable {
  head: string[];
  rows: (string | number)[][];
  warnings: string[];
}

const PERMUTATIONS = 999;

/** `permanova.tsv`: for each measure whether groups differ (PERMANOVA), and whether they are spread differently (PERMDISP). */
export function groupTable(measures: ReadonlyMap<string, Distances>, { column, groups }: Grouping, seed: number): GroupTable {
  const head = ["measure", "test", "group_by", "groups", "samples", "statistic", "r2", "p", "permutations"];
  const warnings = new Set<string>();
  const rows = [...measures].flatMap(([measure, all]) => {
    const places = all.samples.flatMap((sample, place) => (Object.hasOwn(groups, sample) ? [place] : []));
    const distances = all.among(places);
    const names = [...new Set(distances.samples.map((sample) => groups[sample]!))].sort();
    const fault = faultOf(distances, names);
    if (fault) warnings.add(`groups of ${column} are not tested: ${fault}`);
    if (fault) return [];
    const of = distances.samples.map((sample) => names.indexOf(groups[sample]!));
    const { r2, ...tested } = permanova(distances, of, PERMUTATIONS, seed);
    const spread = permdisp(distances, of, PERMUTATIONS, seed);
    if (Number.isNaN(spread.p))
      warnings.add(
        `PERMDISP of ${column} says nothing: in each group all samples are as far from the centroid, as in groups of one or two`,
      );
    const counts = [column, names.length, distances.size];
    return [
      [measure, "permanova", ...counts, shownNumber(tested.statistic), shownNumber(r2), shownNumber(tested.p), PERMUTATIONS],
      [measure, "permdisp", ...counts, shownNumber(spread.statistic), "", shownNumber(spread.p), PERMUTATIONS],
    ];
  });
  return { head, rows, warnings: [...warnings] };
}

function faultOf(distances: Distances, names: readonly string[]): string | null {
  if (names.length < 2) return `${distances.size} samples that can be compared are in ${names.length} group; at least two are needed`;
  if (names.length === distances.size) return `each of ${distances.size} samples is a group by itself`;
  const isOne = distances.samples.every((_, one) => distances.samples.every((_, other) => distances.at(one, other) === 0));
  return isOne ? "all samples are equal" : null;
}
