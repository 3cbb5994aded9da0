import { seededDraw } from "../random.js";

export interface Judged {
  score: number;
  isNovel: boolean;
  /** Those of one taxon are drawn together: they are no independent witnesses. */
  taxon: string;
}

/** Error rates are those of whole findings: what equals a reference is never found novel, whatever its score. */
export interface Found extends Pick<Judged, "score" | "isNovel"> {
  isEqual: boolean;
}

export interface Area {
  area: number;
  /** Of the interval that holds 95 % of the redrawn ones. */
  low: number;
  high: number;
}

export interface CurvePoint {
  threshold: number;
  /** Share of the known ones that reach the threshold. */
  falseNovelty: number;
  /** Share of the novel ones that reach it. */
  foundNovelty: number;
}

const REDRAWN = 200;

/** The area under the ROC curve: how often a novel one has the higher score of the two (Mann and Whitney; ties count half). */
export function areaUnderCurve(judged: readonly Pick<Judged, "score" | "isNovel">[]): number {
  const byScore = [...judged].sort((a, b) => a.score - b.score);
  let ranks = 0;
  let novel = 0;
  for (let from = 0; from < byScore.length; ) {
    let to = from;
    while (to < byScore.length && byScore[to]!.score === byScore[from]!.score) to++;
    const tied = byScore.slice(from, to).filter(({ isNovel }) => isNovel).length;
    novel += tied;
    ranks += (tied * (from + 1 + to)) / 2;
    from = to;
  }
  return (ranks - (novel * (novel + 1)) / 2) / (novel * (judged.length - novel));
}

/** The same with its 95 % interval. */
export function areaWithInterval(judged: readonly Judged[], seed: number): Area {
  return { area: areaUnderCurve(judged), ...intervalOf(redrawnAreas(judged, seed)) };
}

/**
 * Areas of taxa that are drawn anew (bootstrap; Efron 1979, doi:10.1214/aos/1176344552). The same seed draws the same taxa of
 * the same sequences, so that two scores can be compared draw by draw.
 */
export function redrawnAreas(judged: readonly Judged[], seed: number): number[] {
  const draw = seededDraw(seed);
  const groups = groupsOf(judged);
  return Array.from({ length: REDRAWN }, () => areaUnderCurve(groups.flatMap(() => groups[draw(groups.length)]!)));
}

/** What 95 % of the values lie between. Draws of one kind alone have no area, and are left out. */
export function intervalOf(values: readonly number[]): Pick<Area, "low" | "high"> {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { low: at(0.025), high: at(0.975) };
}

/** Of the same taxon, and all novel or all known. */
function groupsOf(judged: readonly Judged[]): Judged[][] {
  const groups = new Map<string, Judged[]>();
  for (const one of judged) {
    const key = `${one.isNovel} ${one.taxon}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** For thresholds from .01 to .99. */
export function curveOf(found: readonly Found[]): CurvePoint[] {
  const novel = found.filter(({ isNovel }) => isNovel);
  const known = found.filter(({ isNovel }) => !isNovel);
  const reached = (of: readonly Found[], threshold: number) =>
    of.filter(({ score, isEqual }) => !isEqual && score >= threshold).length / Math.max(1, of.length);
  return Array.from({ length: 99 }, (_, at) => {
    const threshold = (at + 1) / 100;
    return { threshold, falseNovelty: reached(known, threshold), foundNovelty: reached(novel, threshold) };
  });
}

/** The lowest threshold that keeps the false ones within the limit; the highest there is where none does. */
export function thresholdFor(curve: readonly CurvePoint[], maxFalseNovelty: number): CurvePoint {
  const found = curve.find(({ falseNovelty }) => falseNovelty <= maxFalseNovelty) ?? curve.at(-1);
  if (found === undefined) throw new Error("the curve has no points");
  return found;
}
