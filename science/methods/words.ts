import { type Citation, shortCitation } from "../citations/citation.js";
import { TOOL_CITATIONS, type ToolCitation } from "../citations/tools.js";
import type { Parameters } from "../citations/used.js";

/** Publications as they stand in a paragraph. */
export function cites(citations: readonly Citation[]): string {
  // One author, one year, several preprints: their DOIs tell them apart.
  return citations.map((citation) => `${shortCitation(citation)}${citation.volume ? "" : `, doi:${citation.doi}`}`).join("; ");
}

/** Of tools and methods, by their names. */
export function citesTools(...names: ToolCitation[]): string {
  return cites(names.map((name) => TOOL_CITATIONS[name]));
}

/** `2.22.1 `; empty where it is not known. */
export function version(versions: Readonly<Record<string, string>>, tool: string): string {
  return Object.hasOwn(versions, tool) ? `${versions[tool]} ` : "";
}

export function count(value: number): string {
  return value.toLocaleString("en-US");
}

export function many(value: number, what: string): string {
  return `${count(value)} ${what}${value === 1 ? "" : "s"}`;
}

/** `12.3 %` */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

export function text(value: Parameters[string]): string {
  return String(value ?? "none");
}
