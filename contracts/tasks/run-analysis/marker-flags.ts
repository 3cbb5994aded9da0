/** What is looked for among the features of a marker, beside what it is for. */
export type FlagKind = "coding" | "organelles" | "vertebrates";

/** `null`: nothing is. */
export function flagKindOf(marker: string | null): FlagKind | null {
  if (marker?.startsWith("COI")) return "coding";
  if (marker?.startsWith("16S")) return "organelles";
  return marker?.startsWith("12S") ? "vertebrates" : null;
}

/** The lineage says what organelles and vertebrates are; a coding sequence speaks for itself. */
export function flagsFeatures(marker: string | null, hasNames: boolean): boolean {
  const kind = flagKindOf(marker);
  return kind === "coding" || (kind !== null && hasNames);
}
