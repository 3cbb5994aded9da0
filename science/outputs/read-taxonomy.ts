/** What `taxonomy.tsv` says of one feature. */
export interface NamedFeature {
  /** One for each rank; empty where no name is certain. */
  names: string[];
  /** Support of the last name; of the highest rank where none is certain; null where nothing was found. */
  confidence: number | null;
}

/**
 * Reads `taxonomy.tsv`, whichever classifier wrote it: the columns named as the ranks, and `<rank>_confidence`.
 *
 * @param ranks highest first
 * @returns by feature
 * @throws {Error} where a rank has no column
 */
export function readTaxonomy(text: string, ranks: readonly string[]): Map<string, NamedFeature> {
  const [head = "", ...rows] = text.trimEnd().split("\n");
  const columns = head.split("\t");
  const places = ranks.map((rank) => ({ name: columns.indexOf(rank), confidence: columns.indexOf(`${rank}_confidence`) }));
  const missing = ranks.find((_, index) => places[index]?.name === -1);
  if (missing !== undefined) throw new Error(`taxonomy.tsv has no column ${missing}`);
  return new Map(
    rows.map((row) => {
      const cells = row.split("\t");
      const names = places.map(({ name }) => cells[name] ?? "");
      const last = Math.max(
        0,
        names.findLastIndex((name) => name !== ""),
      );
      const confidence = cells[places[last]?.confidence ?? -1] ?? "";
      return [cells[0] ?? "", { names, confidence: confidence === "" ? null : Number(confidence) }];
    }),
  );
}
