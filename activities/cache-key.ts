import { createHash } from "node:crypto";
import type { Ingredients } from "../store/stage-cache.js";

/** The name under which a stage's output is found again: SHA-256 over the stage and all that it depends on. */
export function cacheKey(stage: string, ingredients: Ingredients): string {
  const sorted = Object.entries(ingredients).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([stage, sorted]))
    .digest("hex");
}

/**
 * Why a stage had to run: what differs from the most similar of its earlier outputs.
 *
 * @returns one sentence, such as "min_size: 4 instead of 8"
 */
export function whyItRan(wanted: Ingredients, earlier: readonly Ingredients[]): string {
  const nearest = earlier.map((known) => differences(wanted, known)).sort((a, b) => a.length - b.length)[0];
  if (nearest === undefined) return "first run of this stage";
  if (nearest.length === 0) return "its earlier output is gone";
  if (nearest.length > 3) return "first run with these inputs";
  return nearest.join("; ");
}

function differences(wanted: Ingredients, known: Ingredients): string[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(known)])].sort();
  return names
    .filter((name) => wanted[name] !== known[name])
    .map((name) => `${name}: ${show(wanted[name])} instead of ${show(known[name])}`);
}

/** A SHA-256 by its first eight digits: enough to tell two of them apart. */
const DIGEST = /\b([0-9a-f]{8})[0-9a-f]{56}\b/g;

function show(value: Ingredients[string] | undefined): string {
  if (value === undefined) return "none";
  return String(value)
    .replace(/^artifact:/, "file ")
    .replace(DIGEST, "$1");
}
