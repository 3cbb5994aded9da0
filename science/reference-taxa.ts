import { fromSintaxToken, type Name } from "./lineage.js";

/** The names in a title of a checked reference, `MZ571357;tax=k:kingdom=Metazoa,p:...`, highest first. */
export function namesOfTitle(title: string): Name[] {
  const lineage = /;tax=([^;]*)/.exec(title)?.[1] ?? "";
  if (lineage === "") return [];
  return lineage.split(",").flatMap((part) => fromSintaxToken(part.slice(part.indexOf(":") + 1)));
}

/**
 * A taxon with all that is above it, since a genus of plants and one of animals may bear one name.
 *
 * @param ranks of the reference, highest first
 * @returns null where there is no name at the rank
 */
export function taxonAt(names: readonly Name[], ranks: readonly string[], rank: string): string | null {
  if (!names.some((name) => name.rank === rank)) return null;
  const end = ranks.indexOf(rank);
  return names
    .filter((name) => ranks.indexOf(name.rank) <= end)
    .map(({ name }) => name)
    .join("\t");
}
