import { type Area, areaUnderCurve, areaWithInterval, type CurvePoint, curveOf } from "./error-rates.js";
import { type Example, fitLogistic, type Logistic, scoreOf, standardOf } from "./logistic.js";
import { MEASURES } from "./measures.js";

/** A sequence that was left out, and how it looks beside what was left of the reference. */
export interface LeftOut extends Example {
  fold: number;
  taxon: string;
  /** Whether a reference equals it. */
  isEqual: boolean;
  /**
   * Whether error rates are told of it. At a rank above the lowest these are, of the known ones, those whose lower taxon
   * was left out: the question arises only where that is novel.
   */
  isCounted: boolean;
}

/** How well novelty is told at one rank of a reference. All rates are those of folds that the model had not seen. */
export interface RankCalibration {
  rank: string;
  model: Logistic;
  /** Sequences, and taxa, that were left out whole; sequences whose taxon stayed. */
  novel: number;
  novelTaxa: number;
  known: number;
  /** Of these the ones of which error rates are told. */
  counted: number;
  score: Area;
  /** Areas of the plain ways, for comparison. */
  identityArea: number;
  confidenceArea: number;
  /** Of identity and confidence added, each standardised. */
  combinedArea: number;
  curve: CurvePoint[];
}

/** What is learnt once for each reference and marker. */
export interface ReferenceCalibration {
  /** Highest first; without ranks at which too few were left out. */
  ranks: RankCalibration[];
  /** A feature that is farther from every reference than this has no close relative: 19 of 20 left-out genera whose family stayed were nearer. */
  relativesIdentity: number;
  /** Of the sequences that stood for features, in bases. */
  medianLength: number;
}

/** Where there are few examples, the answer is that of distance and doubt, which weigh the same. */
const PRIOR = MEASURES.map((name) => (name === "distance" || name === "doubt" ? 0.8 : 0));
const PULL = 10;

/** Fewest novel and known sequences from which error rates can be told. */
export const FEWEST = 20;

const [DISTANCE, DOUBT] = [MEASURES.indexOf("distance"), MEASURES.indexOf("doubt")];

/** @returns null where too few were left out */
export function calibrateRank(rank: string, leftOut: readonly LeftOut[], seed: number): RankCalibration | null {
  const novel = leftOut.filter(({ isNovel }) => isNovel);
  const known = leftOut.length - novel.length;
  const counted = leftOut.filter(({ isNovel, isCounted }) => isCounted && !isNovel).length;
  if (novel.length < FEWEST || counted < FEWEST) return null;
  const judged = leftOut.map((one) => ({ ...one, score: Number.NaN }));
  for (const fold of new Set(leftOut.map((one) => one.fold))) {
    const model = fit(leftOut.filter((one) => one.fold !== fold));
    for (const one of judged) if (one.fold === fold) one.score = scoreOf(model, one.measures);
  }
  const { means, spreads } = standardOf(leftOut);
  const plain = ({ measures }: LeftOut, at: number) => (measures[at]! - means[at]!) / spreads[at]!;
  const areaOf = (score: (one: LeftOut) => number) => areaUnderCurve(leftOut.map((one) => ({ isNovel: one.isNovel, score: score(one) })));
  return {
    rank,
    model: fit(leftOut),
    novel: novel.length,
    novelTaxa: new Set(novel.map(({ taxon }) => taxon)).size,
    known,
    counted,
    score: areaWithInterval(judged, seed),
    identityArea: areaOf((one) => plain(one, DISTANCE)),
    confidenceArea: areaOf((one) => plain(one, DOUBT)),
    combinedArea: areaOf((one) => plain(one, DISTANCE) + plain(one, DOUBT)),
    curve: curveOf(judged.filter(({ isCounted }) => isCounted)),
  };
}

function fit(examples: readonly Example[]): Logistic {
  return fitLogistic(examples, PRIOR, PULL);
}

/** Identity that all but a twentieth reach. */
export function relativesIdentity(identities: readonly number[]): number {
  const sorted = [...identities].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 20)] ?? 0;
}
