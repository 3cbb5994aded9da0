import type { Name } from "../lineage.js";
import { partsOf } from "./lineage-text.js";
import type { TaxonomyTable } from "./taxonomy-table.js";
import type { ReadTitle } from "./title-reader.js";

const RANKS = ["domain", "phylum", "class", "order", "family", "genus"];

/** SILVA's table also knows ranks that only some lineages have (`major_clade`, `infraorder`): they are left out. */
const KEPT = new Set([...RANKS, "kingdom"]);

/**
 * `ACC.start.stop Domain;Phylum;...;Genus;Organism name`. The organism's name is no curated one, and left out. Lineages of
 * Bacteria and Archaea have a name at each rank from the top; those of Eukaryota have not, and their ranks stand in
 * SILVA's table (`tax_slv`) alone: without it only their domain is known.
 * Source: Quast et al. 2013, doi:10.1093/nar/gks1219; README of the SILVA exports.
 */
export function readSilvaTitle(title: string, table: TaxonomyTable | null): ReadTitle {
  const { id, path } = silvaPath(title);
  return { id, names: table?.kind === "paths" ? namesInTable(path, table.ranks) : namesByPlace(path) };
}

/** The id, and the lineage without the organism's name. */
export function silvaPath(title: string): { id: string; path: string[] } {
  const [, id = title, lineage = ""] = /^(\S+)\s+(.*)$/s.exec(title) ?? [];
  return { id, path: partsOf(lineage).slice(0, -1) };
}

function namesByPlace(path: readonly string[]): Name[] {
  const known = path[0] === "Eukaryota" ? path.slice(0, 1) : path.slice(0, RANKS.length);
  return known.map((name, index) => ({ rank: RANKS[index] as string, name }));
}

function namesInTable(path: readonly string[], ranks: ReadonlyMap<string, string>): Name[] {
  return path.flatMap((name, index) => {
    const rank = ranks.get(path.slice(0, index + 1).join(";"));
    return rank !== undefined && KEPT.has(rank) ? [{ rank, name }] : [];
  });
}
