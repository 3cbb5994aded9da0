import { html, type Markup } from "./html.js";
import type { Novelty, NoveltyFeature } from "./read-novelty.js";

export type Finding = NoveltyFeature["finding"];

/** Told apart by shape as well as by colour. */
const SHAPES: Record<Finding, Markup> = {
  novel: html`<path class="novel" d="M0-7L7 0 0 7-7 0z"></path>`,
  gap: html`<path class="gap" d="M-5-5H5V5H-5z"></path>`,
  known: html`<circle class="known" r="4.5"></circle>`,
};

export const FINDINGS: readonly Finding[] = ["novel", "gap", "known"];

/** A mark at a place of a picture, in any unit. */
export function markAt(finding: Finding, x: string, y: string, title: string): Markup {
  return html`<svg class="mark-at" x="${x}" y="${y}"><title>${title}</title>${SHAPES[finding]}</svg>`;
}

/** A mark in a line of text. */
export function markInText(finding: Finding): Markup {
  return html`<svg class="in-text" viewBox="-8 -8 16 16" aria-hidden="true">${SHAPES[finding]}</svg>`;
}

/** What was found of a feature at a rank: what is novel at a rank is so below it too. */
export function findingAt({ ranks }: Novelty, { finding, novelAt }: NoveltyFeature, rank: string): Finding {
  const names = ranks.map((one) => one.rank);
  return finding !== "known" && names.indexOf(novelAt) <= names.indexOf(rank) ? finding : "known";
}

/** `2 features`. */
export function features(count: number): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? "feature" : "features"}`;
}
