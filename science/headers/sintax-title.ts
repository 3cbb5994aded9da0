import { FormatError } from "../format-error.js";
import { readLineage } from "../lineage.js";
import type { ReadTitle } from "./title-reader.js";

/** `id;tax=d:Bacteria,p:Bacillota;`. Source: Edgar 2016, doi:10.1101/074161; usearch manual, "Taxonomy annotations". */
export function readSintaxTitle(title: string, line: number): ReadTitle {
  const [id = ""] = title.split(";", 1);
  const lineage = /;tax=([^;]*)/.exec(title)?.[1];
  if (lineage === undefined)
    throw new FormatError("the header has no ;tax=..., as others of the file do: >id;tax=d:Bacteria,p:Bacillota;", line);
  return { id: id.trim(), names: readLineage(lineage, line) };
}
