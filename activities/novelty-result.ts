import type { NoveltyFound } from "../contracts/novelty.js";
import type { RankCalibration, ReferenceCalibration } from "../science/novelty/calibration.js";
import { thresholdFor } from "../science/novelty/error-rates.js";
import { type Finding, rounded } from "../science/novelty/findings.js";

type Novelty = NoveltyFound["novelty"];

/** Features that are told in the result; the tables hold every one. */
const TOP = 50;

export function noveltyResult(findings: readonly Finding[], calibration: ReferenceCalibration, maxFalseNovelty: number): Novelty {
  const count = (wanted: Finding["finding"]) => findings.filter(({ finding }) => finding === wanted).length;
  return {
    max_false_novelty: maxFalseNovelty,
    relatives_identity: rounded(calibration.relativesIdentity),
    ranks: calibration.ranks.map((rank) => ratesOf(rank, maxFalseNovelty)),
    known: count("known"),
    novel: count("novel"),
    gaps: count("gap"),
    features: findings
      .flatMap(unexplained)
      .sort((a, b) => b.score - a.score || (a.feature < b.feature ? -1 : 1))
      .slice(0, TOP),
  };
}

function ratesOf(calibration: RankCalibration, maxFalseNovelty: number): Novelty["ranks"][number] {
  const { rank, curve, novel, novelTaxa, counted, score } = calibration;
  const { threshold, falseNovelty, foundNovelty } = thresholdFor(curve, maxFalseNovelty);
  return {
    rank,
    threshold,
    false_novelty: rounded(falseNovelty),
    found_novelty: rounded(foundNovelty),
    left_out: { sequences: novel, taxa: novelTaxa },
    known: counted,
    area: rounded(score.area),
    area_interval: [rounded(score.low), rounded(score.high)],
    area_identity: rounded(calibration.identityArea),
    area_confidence: rounded(calibration.confidenceArea),
    area_combined: rounded(calibration.combinedArea),
  };
}

function unexplained({ feature, finding, novelAt, nearest, close, relatives }: Finding): Novelty["features"] {
  if (finding === "known" || novelAt === null) return [];
  return [
    {
      feature,
      finding,
      rank: novelAt.rank,
      score: novelAt.score,
      nearest: nearest?.target ?? null,
      identity: nearest && rounded(nearest.identity),
      close_references: close,
      close_relatives: relatives,
    },
  ];
}
