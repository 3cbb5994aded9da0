import { FormatError } from "../format-error.js";
import { checkNames } from "../letters.js";
import { lineBatches } from "../line-batches.js";

/** What stands beside a FASTA file whose headers do not say all. */
export type TaxonomyTable =
  /** Id -> lineage: QIIME's, mothur's, UNITE's, Greengenes2's and MIDORI's tables. */
  | { kind: "ids"; lineages: Map<string, string> }
  /** Path of names -> rank of the last: SILVA's `tax_slv`. */
  | { kind: "paths"; ranks: Map<string, string> };

/**
 * Reads a table of lineages by its content, to the end: `id<TAB>lineage`, or SILVA's `path;<TAB>number<TAB>rank`. A head
 * line is passed over.
 *
 * @throws {FormatError} where a row has no lineage or an id stands for two
 */
export async function readTaxonomyTable(bytes: AsyncIterable<Buffer>): Promise<TaxonomyTable> {
  let table: TaxonomyTable | undefined;
  for await (const { first, lines } of lineBatches(bytes)) {
    for (const [index, buffer] of lines.entries()) {
      const line = first + index;
      checkNames(buffer, line);
      const cells = buffer.toString("utf8").split("\t");
      if (cells.join("").trim() === "" || (line === 1 && isHead(cells))) continue;
      table ??= isPath(cells) ? { kind: "paths", ranks: new Map() } : { kind: "ids", lineages: new Map() };
      if (table.kind === "paths") addPath(table.ranks, cells, line);
      else addId(table.lineages, cells, line);
    }
  }
  if (!table) throw new FormatError("the table holds no rows");
  return table;
}

function isHead([first = ""]: readonly string[]): boolean {
  return /^#?\s*(feature[ _-]?id|seq(uence)?[ _-]?id|id|accession)$/i.test(first.trim());
}

function isPath([path = "", number = "", rank]: readonly string[]): boolean {
  return path.trimEnd().endsWith(";") && /^\d+$/.test(number) && rank !== undefined;
}

function addPath(ranks: Map<string, string>, cells: readonly string[], line: number): void {
  if (!isPath(cells)) throw new FormatError("the row has not SILVA's form: path;, number, rank", line);
  ranks.set((cells[0] as string).trimEnd().slice(0, -1), (cells[2] as string).trim());
}

function addId(lineages: Map<string, string>, [first = "", lineage]: readonly string[], line: number): void {
  const id = first.trim();
  if (id === "" || lineage === undefined) throw new FormatError("the row is not an id, a tab and a lineage", line);
  const known = lineages.get(id);
  if (known !== undefined && known !== lineage) throw new FormatError(`the id ${id.slice(0, 100)} stands for two lineages`, line);
  lineages.set(id, lineage);
}
