import { tsv } from "../tsv.js";
import type { ReferenceCalibration } from "./calibration.js";
import { type Finding, rounded } from "./findings.js";

/**
 * `novelty.tsv`: a row a feature, with all that its scores rest on.
 *
 * @param lineageOf a reference, as it writes it
 */
export function noveltyTable(findings: readonly Finding[], ranks: readonly string[], lineageOf: (target: string) => string): string {
  const head = [
    "feature",
    "finding",
    "novel_at",
    ...ranks.flatMap((rank) => [`${rank}_score`, `${rank}_threshold`, `${rank}_confidence`]),
    "nearest_reference",
    "nearest_lineage",
    "identity",
    "coverage",
    "close_references",
    "close_relatives",
  ];
  const rows = findings.map(({ feature, finding, novelAt, ranks: own, nearest, close, relatives }) => [
    feature,
    finding,
    novelAt?.rank ?? "",
    ...own.flatMap(({ score, threshold, confidence }) => [score, threshold, confidence]),
    nearest?.target ?? "",
    nearest ? lineageOf(nearest.target) : "",
    nearest ? rounded(nearest.identity) : "",
    nearest ? rounded(nearest.coverage) : "",
    close,
    relatives,
  ]);
  return tsv(head, rows);
}

/** `calibration.tsv`: for each rank and threshold, the shares of known and of left-out sequences that reach it. */
export function calibrationTable({ ranks }: ReferenceCalibration): string {
  const rows = ranks.flatMap(({ rank, curve, counted, novel, novelTaxa }) =>
    curve.map(({ threshold, falseNovelty, foundNovelty }) => [
      rank,
      threshold,
      rounded(falseNovelty),
      rounded(foundNovelty),
      counted,
      novel,
      novelTaxa,
    ]),
  );
  return tsv(["rank", "threshold", "false_novelty", "found_novelty", "known_sequences", "left_out_sequences", "left_out_taxa"], rows);
}
