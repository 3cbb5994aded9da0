/** Ranks at which a feature can be new; lower ones are often shared by equal sequences, higher ones are rarely absent. */
const USUAL = ["family", "genus"];

/**
 * The ranks at which novelty is judged: family and genus, or the two above the lowest where the reference has others.
 *
 * @param ranks of the reference, highest first
 * @returns highest first
 */
export function noveltyRanks(ranks: readonly string[]): string[] {
  const usual = USUAL.filter((rank) => ranks.includes(rank));
  if (usual.length > 0) return usual;
  const genera = ranks.filter((rank) => rank !== "species");
  return genera.slice(-2);
}
