import type { Assignment, RankedName } from "../sintax.js";
import { thresholdFor } from "./error-rates.js";
import type { ReferenceCalibration } from "./calibration.js";
import { scoreOf } from "./logistic.js";
import { closeCount, measure } from "./measures.js";
import { equals, type Neighbour } from "./neighbours.js";

/** What is known of the references that lie near features. */
export interface Surroundings {
  /** At the rank, for a reference by its id. */
  taxonOf: (target: string, rank: string) => string;
  richnessOf: (taxon: string, rank: string) => number;
}

export interface RankFinding {
  rank: string;
  /** 0 to 1. */
  score: number;
  threshold: number;
  confidence: number;
}

export interface Finding {
  feature: string;
  /** `gap`: not explained, and without close relatives in the reference: no discovery. */
  finding: "known" | "novel" | "gap";
  /** The highest rank at which it is novel; null: known. */
  novelAt: RankFinding | null;
  /** Highest rank first. */
  ranks: RankFinding[];
  nearest: Neighbour | null;
  close: number;
  relatives: number;
}

/** Judges a feature by a calibration; what equals a reference is explained by it. `maxFalseNovelty` chooses the threshold of each rank. */
export function judge(
  feature: string,
  neighbours: readonly Neighbour[],
  assignment: Pick<Assignment, "names">,
  { taxonOf, richnessOf }: Surroundings,
  calibration: ReferenceCalibration,
  maxFalseNovelty: number,
): Finding {
  const ranks = calibration.ranks.map(({ rank, model, curve }) => {
    const confidence = confidenceAt(assignment.names, rank);
    const measures = measure({
      neighbours,
      confidence,
      taxonOf: (target) => taxonOf(target, rank),
      richnessOf: (taxon) => richnessOf(taxon, rank),
    });
    return { rank, confidence, score: rounded(scoreOf(model, measures)), threshold: thresholdFor(curve, maxFalseNovelty).threshold };
  });
  const novelAt = equals(neighbours[0]) ? null : highestNovel(ranks);
  const relatives = closeCount(neighbours, calibration.relativesIdentity);
  return {
    feature,
    finding: novelAt === null ? "known" : relatives === 0 ? "gap" : "novel",
    novelAt,
    ranks,
    nearest: neighbours[0] ?? null,
    close: closeCount(neighbours),
    relatives,
  };
}

/** From the lowest rank upwards: what is known there is of no new taxon above it. */
function highestNovel(ranks: readonly RankFinding[]): RankFinding | null {
  const known = ranks.findLastIndex(({ score, threshold }) => score < threshold);
  return ranks[known + 1] ?? null;
}

function confidenceAt(names: readonly RankedName[], rank: string): number {
  return names.find((name) => name.rank === rank)?.confidence ?? 0;
}

/** Four places, as the tables have them. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
