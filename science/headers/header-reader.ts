import { FormatError } from "../format-error.js";
import { lineBatches } from "../line-batches.js";
import { partsOf, ranksOfDepth } from "./lineage-text.js";
import { readSilvaTitle, silvaPath } from "./silva-title.js";
import { readSintaxTitle } from "./sintax-title.js";
import { LOOKS, namesOf, pr2Parts, readRdpLineage, readUniteTitle, splitTitle, withoutTaxId } from "./styles.js";
import type { TaxonomyTable } from "./taxonomy-table.js";
import { HEADER_STYLES, type HeaderStyle, type TitleReader } from "./title-reader.js";

/** The first titles of a file, from which its style is told. */
export type Head = readonly { title: string; line: number }[];

export interface HeaderReader {
  style: HeaderStyle | "table";
  /** A reader for one pass over the file. */
  read(): TitleReader;
}

export interface HeaderHints {
  style?: HeaderStyle | undefined;
  /** Of lineages that do not say their ranks, highest first. */
  ranks?: readonly string[] | undefined;
  table?: TaxonomyTable | undefined;
}

const LOOKED_AT = 1000;

/** @throws {FormatError} as reading lines does */
export async function readHead(bytes: AsyncIterable<Buffer>): Promise<Head> {
  const head: { title: string; line: number }[] = [];
  for await (const { first, lines } of lineBatches(bytes)) {
    for (const [index, line] of lines.entries()) if (line[0] === 0x3e) head.push({ title: line.toString("utf8", 1), line: first + index });
    if (head.length >= LOOKED_AT) break;
  }
  return head.slice(0, LOOKED_AT);
}

/**
 * Finds out how a reference's headers are written.
 *
 * @throws {FormatError} where they follow no known style
 */
export function headerReader(head: Head, { style: wanted, ranks, table }: HeaderHints = {}): HeaderReader {
  if (table?.kind === "ids") return { style: "table", read: cleaned(head, tableReader(head, table.lineages, ranks)).read };
  const style = wanted ?? styleOf(head);
  if (table) checkPaths(style, head, table.ranks);
  const alike = wanted ? head : head.filter(({ title }) => LOOKS[style](title));
  const { read, hasTaxIds } = cleaned(head, readerOf(style, alike, ranks, table ?? null));
  return { style: hasTaxIds ? "midori" : style, read };
}

/** @throws {FormatError} where SILVA's table is not the one of this file */
function checkPaths(style: HeaderStyle, head: Head, ranks: ReadonlyMap<string, string>): void {
  if (style !== "silva") throw new FormatError(`the taxonomy table is SILVA's, and the headers are of the style ${style}`);
  const known = head.filter(({ title }) => ranks.has(silvaPath(title).path.join(";"))).length;
  if (2 * known < head.length)
    throw new FormatError(`the taxonomy table knows ${known} of the first ${head.length} lineages; take that of the same release`);
}

/** Names without NCBI's numbers, where all have one. */
function cleaned(head: Head, read: () => TitleReader): { read: () => TitleReader; hasTaxIds: boolean } {
  if (!haveTaxIds(head, read())) return { read, hasTaxIds: false };
  const withoutTaxIds = (): TitleReader => {
    const readTitle = read();
    return (title, line) => {
      const { id, names } = readTitle(title, line);
      return { id, names: names.map(withoutTaxId) };
    };
  };
  return { read: withoutTaxIds, hasTaxIds: true };
}

function styleOf(head: Head): HeaderStyle {
  const counts = HEADER_STYLES.map((style) => ({ style, count: head.filter(({ title }) => LOOKS[style](title)).length }));
  const best = counts.reduce((one, other) => (other.count > one.count ? other : one));
  // A few titles with semicolons in their text are no style. Without a header the fault is another one, and found when the file is read.
  if (2 * best.count >= head.length) return best.style;
  throw new FormatError(
    "the header names no taxonomy: >id;tax=d:Bacteria,p:Bacillota; or as SILVA, PR2, UNITE, RDP, MIDORI, GTDB or DADA2 write it; or install the reference with a taxonomy table",
    head[0]?.line ?? null,
  );
}

function readerOf(style: HeaderStyle, head: Head, given: readonly string[] | undefined, table: TaxonomyTable | null): () => TitleReader {
  if (style === "sintax") return () => readSintaxTitle;
  if (style === "unite") return () => readUniteTitle;
  if (style === "silva") return () => (title) => readSilvaTitle(title, table);
  const split = style === "pr2" ? pr2Parts : style === "dada2" ? dada2Parts : splitTitle;
  const placed = head.filter(({ title }) => !title.includes("\tLineage="));
  const ranks = given ?? ranksOf(placed.map(({ title }) => split(title).parts));
  const readTitle: TitleReader = (title, line) => {
    const lineage = style === "rdp" ? /^(\S+).*\tLineage=(.*)$/s.exec(title) : null;
    if (lineage) return readRdpLineage(lineage[1] as string, lineage[2] as string, line);
    const { id, parts } = split(title);
    return { id, names: namesOf(parts, ranks, line) };
  };
  return style === "dada2" ? () => numbered(readTitle) : () => readTitle;
}

/** Names of `>Bacteria;...;Genus;Species;`, which has no id. Source: DADA2's manual, `assignTaxonomy`. */
function dada2Parts(title: string): { id: string; parts: string[] } {
  return { id: "", parts: partsOf(title) };
}

function numbered(readTitle: TitleReader): TitleReader {
  let sequences = 0;
  return (title, line) => ({ ...readTitle(title, line), id: `seq${++sequences}` });
}

function tableReader(head: Head, lineages: ReadonlyMap<string, string>, given: readonly string[] | undefined): () => TitleReader {
  const known = head.flatMap(({ title }) => lineages.get(idOf(title)) ?? []).map(rootless);
  const ranks = given ?? ranksOf(known);
  return () => (title, line) => {
    const id = idOf(title);
    const lineage = lineages.get(id);
    if (lineage === undefined) throw new FormatError(`the taxonomy table has no row for the id ${id.slice(0, 100)}`, line);
    return { id, names: namesOf(rootless(lineage), ranks, line) };
  };
}

function rootless(lineage: string): string[] {
  return partsOf(lineage).filter((part, index) => index > 0 || !/^root(_1)?$/i.test(part));
}

function idOf(title: string): string {
  return title.split(/\s/, 1)[0] ?? "";
}

function ranksOf(lineages: readonly (readonly string[])[]): string[] {
  const placed = lineages.filter((parts) => parts.length > 0 && !parts.every((part) => /^[a-z]{1,2}__/.test(part)));
  return placed.length === 0 ? [] : ranksOfDepth(placed);
}

/** Whether every name of the first headers ends in a number, as MIDORI's do. */
function haveTaxIds(head: Head, readTitle: TitleReader): boolean {
  let names = 0;
  for (const { title, line } of head.slice(0, 100)) {
    try {
      for (const { name } of readTitle(title, line).names) {
        if (!/_\d+$/.test(name)) return false;
        names++;
      }
    } catch (error) {
      // The fault is told with its line when the file is read to its end.
      if (error instanceof FormatError) return false;
      throw error;
    }
  }
  return names > 0;
}
