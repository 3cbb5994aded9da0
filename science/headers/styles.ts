import { FormatError } from "../format-error.js";
import type { Name } from "../lineage.js";
import { isPrefixed, partsOf, placedNames, prefixedNames } from "./lineage-text.js";
import type { HeaderStyle, ReadTitle } from "./title-reader.js";

/** Whether a title looks as one of a style does. What several could claim belongs to the first. */
export const LOOKS: Record<HeaderStyle, (title: string) => boolean> = {
  sintax: (title) => /;tax=/.test(title),
  unite: (title) => /\|SH\d+\.\d+FU\|.*\|[dk]__/.test(title),
  pr2: (title) => /^[^|\s]+\|[^|]*\|[^|]*\|[^|]*\|[^|]+(\|[^|]*){6,}$/.test(title),
  rdp: (title) => /\tLineage=Root;/.test(title) || /^\S+\s+"?Root"?;/i.test(title),
  midori: (title) => /^[^\s#]+(\s+|###)root_1;/.test(title),
  prefixed: (title) => /^\S+\s+[dk]__[^;]*;/.test(title),
  silva: (title) => /^\S+\.\d+\.\d+ [^;]+;./.test(title),
  dada2: (title) => /^[^;|]+(;[^;=]*)+;?$/.test(title),
};

/** `Rhizoctonia_zeae|KP736183|SH494934.07FU|reps_singleton|k__Fungi;...`. Source: UNITE, doi:10.1093/nar/gkad1039. */
export function readUniteTitle(title: string, line: number): ReadTitle {
  const parts = title.split("|");
  const [, accession, hypothesis] = parts;
  if (parts.length < 5 || accession === undefined || hypothesis === undefined)
    throw new FormatError("the header is not one of UNITE: name|accession|SH|type|k__Fungi;...", line);
  return { id: `${accession}|${hypothesis}`, names: prefixedNames(partsOf(parts.slice(4).join("|")), line) };
}

/** `AB353770.1.1740_U|18S_rRNA|nucleus||Eukaryota|...|species`. Source: Guillou et al. 2013, doi:10.1093/nar/gks1160. */
export function pr2Parts(title: string): { id: string; parts: string[] } {
  const [id = "", , , , ...parts] = title.split("|");
  return { id, parts };
}

/** `id Lineage=Root;rootrank;Bacteria;domain;...`, as RDP's releases have it. Source: Cole et al. 2014, doi:10.1093/nar/gkt1244. */
export function readRdpLineage(id: string, lineage: string, line: number): ReadTitle {
  const parts = partsOf(lineage);
  const names: Name[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const [name, rank] = [parts[at] as string, parts[at + 1]];
    // Where a lineage ends early, RDP says so in place of the next name: it has no rank.
    if (rank === undefined && name.startsWith("unclassified_")) break;
    if (rank === undefined || !/^[a-z]+$/.test(rank))
      throw new FormatError(`${JSON.stringify(name.slice(0, 100))} has no rank behind it`, line);
    if (rank !== "rootrank" && name !== "") names.push({ rank, name });
  }
  return { id, names };
}

/** `id lineage`; the id ends at the first blank, or at `###` (MIDORI). What stands in brackets behind the lineage is no part of it (GTDB). */
export function splitTitle(title: string): { id: string; parts: string[] } {
  const [, id = title, rest = ""] = /^(\S+?)(?:\s+|###)(.*)$/s.exec(title) ?? [];
  return { id, parts: partsOf(rest.replace(/ \[[^[\]]*=.*$/, "")).filter((part, index) => index > 0 || !/^root(_1)?$/i.test(part)) };
}

/** Names of a lineage, whichever way it is written. */
export function namesOf(parts: readonly string[], ranks: readonly string[], line: number): Name[] {
  return isPrefixed(parts) ? prefixedNames(parts, line) : placedNames(parts, ranks, line);
}

/** MIDORI's `Bos taurus_9913`: NCBI's number behind each name. Source: Leray et al. 2022, doi:10.1002/edn3.303. */
export function withoutTaxId({ rank, name }: Name): Name {
  return { rank, name: name.replace(/_\d+$/, "") };
}
