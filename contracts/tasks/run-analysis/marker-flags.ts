/** What is looked for among the features of a marker, beside what it is for. */
export type FlagKind = "coding" | "organelles" | "vertebrates";

/** `null`: nothing is. */
export function flagKindOf(marker: string | null): FlagKind | null {
  if (marker?.startsWith("COI")) return "coding";
  if (marker?.startsWith("16S")) return "organelles";
  return marker?.startsWith("12S") ? "vertebrates" : null;
}
