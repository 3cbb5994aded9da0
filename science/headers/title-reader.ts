import type { Name } from "../lineage.js";

export interface ReadTitle {
  id: string;
  /** Highest rank first; empty where nothing is known. */
  names: Name[];
}

/** Reads the title (without `>`) of a reference's sequence. @throws {FormatError} where it is not of its style */
export type TitleReader = (title: string, line: number) => ReadTitle;

/** How headers of references are written, by those who publish them. */
export const HEADER_STYLES = ["sintax", "unite", "pr2", "silva", "rdp", "midori", "prefixed", "dada2"] as const;

export type HeaderStyle = (typeof HEADER_STYLES)[number];
