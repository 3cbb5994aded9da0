import { headOf, recordsOf } from "./tsv-rows.js";

/** What an analysis says of novelty, as its tables have it. */
export interface Novelty {
  /** Highest first. */
  ranks: NoveltyRank[];
  /** In the order of the table. */
  features: NoveltyFeature[];
}

export interface NoveltyRank {
  rank: string;
  /** Score from which a feature is novel. */
  threshold: number;
  /** Shares of the known and of the left-out sequences that reach each threshold, 0 to 1. */
  curve: CurvePoint[];
  known: number;
  leftOut: number;
  leftOutTaxa: number;
}

export interface CurvePoint {
  threshold: number;
  falseNovelty: number;
  foundNovelty: number;
}

export interface NoveltyFeature {
  id: string;
  finding: "known" | "novel" | "gap";
  /** The highest rank at which it is novel; empty: known. */
  novelAt: string;
  /** Rank -> score and confidence, 0 to 1. */
  scores: ReadonlyMap<string, { score: number; confidence: number }>;
  /** The nearest reference; null: none is near at all. */
  nearest: { name: string; lineage: ReadonlyMap<string, string>; identity: number } | null;
  /** Close relatives in the reference, of the 50 nearest. */
  relatives: number;
}

/**
 * Reads `novelty.tsv` and `calibration.tsv`.
 *
 * @returns null where novelty was not judged
 */
export function readNovelty(table: string, calibration: string): Novelty | null {
  const rows = recordsOf(table);
  const ranks = headOf(table).flatMap((column) => /^(.+)_score$/.exec(column)?.[1] ?? []);
  if (rows.length === 0) return null;
  const points = recordsOf(calibration);
  return {
    ranks: ranks.map((rank) => {
      const own = points.filter((point) => point["rank"] === rank);
      return { rank, threshold: Number(rows[0]?.[`${rank}_threshold`]), curve: own.map(toPoint), ...countsOf(own[0] ?? {}) };
    }),
    features: rows.map((row) => toFeature(row, ranks)),
  };
}

function toPoint(row: Record<string, string>): CurvePoint {
  return {
    threshold: Number(row["threshold"]),
    falseNovelty: Number(row["false_novelty"]),
    foundNovelty: Number(row["found_novelty"]),
  };
}

function countsOf(row: Record<string, string>): Pick<NoveltyRank, "known" | "leftOut" | "leftOutTaxa"> {
  return {
    known: Number(row["known_sequences"]),
    leftOut: Number(row["left_out_sequences"]),
    leftOutTaxa: Number(row["left_out_taxa"]),
  };
}

function toFeature(row: Record<string, string>, ranks: readonly string[]): NoveltyFeature {
  const { feature = "", finding, novel_at: novelAt = "", nearest_reference: name = "", nearest_lineage: lineage = "" } = row;
  const scores = ranks.map(
    (rank) => [rank, { score: Number(row[`${rank}_score`]), confidence: Number(row[`${rank}_confidence`]) }] as const,
  );
  return {
    ...{ id: feature, novelAt, scores: new Map(scores) },
    finding: finding === "novel" || finding === "gap" ? finding : "known",
    nearest: name === "" ? null : { name, lineage: readLineage(lineage), identity: Number(row["identity"]) },
    relatives: Number(row["close_relatives"]),
  };
}

/** `family:Salmonidae;genus:Salmo`: rank -> name. */
function readLineage(text: string): Map<string, string> {
  const names = text.split(/;(?=[a-z]+:)/).map((part) => [part.slice(0, part.indexOf(":")), part.slice(part.indexOf(":") + 1)] as const);
  return new Map(names.filter(([rank]) => rank !== ""));
}
