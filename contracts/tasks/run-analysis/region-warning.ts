import type { InstalledReference } from "../../analysis.js";
import type { GivenParameters } from "./parameters.js";

/** Told at submit: by a reference of another region names are missing or wrong. */
export function regionWarning({ marker }: GivenParameters, { name, misses = [] }: InstalledReference): string[] {
  if (!(misses as (string | undefined)[]).includes(marker)) return [];
  return [
    `the reference ${name} is of another region than ${marker}: fewer than a tenth of its sequences reach over it; names may be missing or wrong`,
  ];
}
