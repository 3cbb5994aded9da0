import { FormatError } from "./format-error.js";
import { rankOf } from "./ranks.js";

export interface Name {
  rank: string;
  /** As the reference writes it. */
  name: string;
}

/** The letters that vsearch knows, in the order in which it prints them and goes down them. */
const LETTERS = "dkpcofgs";

const RANKED = /^([a-z]+):(.+)$/s;

/** Names may hold commas: a new one begins only with a rank. */
const NEXT_NAME = /,(?=\s*[a-z]+:)/;

/**
 * Reads the lineage of a SINTAX header, `d:Bacteria,p:Bacillota`, highest rank first. A rank is one of SINTAX's
 * letters, or another letter or word (`supergroup:TSAR`), for references with ranks of their own.
 *
 * @returns empty for an empty lineage
 * @throws {FormatError} where a rank has no name
 */
export function readLineage(lineage: string, line: number): Name[] {
  if (lineage.trim() === "") return [];
  return lineage.split(NEXT_NAME).map((part) => {
    const [, rank, name] = RANKED.exec(part.trim()) ?? [];
    if (rank === undefined || name === undefined)
      throw new FormatError(`${JSON.stringify(part.slice(0, 100))} is no rank with a name, such as g:Salmo`, line);
    return { rank: rankOf(rank), name };
  });
}

/**
 * Writes a lineage so that vsearch gives it back whole: it knows eight letters, cuts names at commas, and titles at
 * blanks. Its letters stand for the ranks in their order, whatever they are; each name says its own rank:
 * `d:kingdom=Fungi,k:genus=Mucor%2C%20s.l.`. Ranks beyond eight share the first letter, the highest ones:
 * `d:domain=Eukaryota+supergroup=TSAR`. Equal names stay equal, so that supports do not change.
 *
 * @param names highest rank first
 * @param ranks of the reference, highest first; those of the names are among them
 */
export function toSintaxLineage(names: readonly Name[], ranks: readonly string[]): string {
  const shared = Math.max(0, ranks.length - LETTERS.length);
  let lineage = "";
  let before = "";
  for (const { rank, name } of names) {
    const letter = LETTERS[Math.max(0, ranks.indexOf(rank) - shared)] as string;
    const between = before === "" ? `${letter}:` : letter === before ? "+" : `,${letter}:`;
    lineage += `${between}${rank}=${encodeURIComponent(name)}`;
    before = letter;
  }
  return lineage;
}

/** A lineage that `toSintaxLineage` wrote. */
export function fromSintaxLineage(lineage: string): Name[] {
  if (lineage === "") return [];
  return lineage.split(",").flatMap((part) => fromSintaxToken(part.slice(2)));
}

/** The names behind one of vsearch's letters. @throws {Error} for what `toSintaxLineage` does not write */
export function fromSintaxToken(token: string): Name[] {
  return token.split("+").map((part) => {
    const [, rank, name] = /^([a-z]+)=(.+)$/.exec(part) ?? [];
    if (rank === undefined || name === undefined) throw new Error(`cannot read the SINTAX name ${JSON.stringify(part)}`);
    return { rank, name: decodeURIComponent(name) };
  });
}
