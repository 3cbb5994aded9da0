import { FormatError } from "./format-error.js";
import { checkTags } from "./tag-checks.js";
import type { TaggedSample } from "./tag-file.js";

interface Listed {
  name: string;
  forward: string;
  reverse?: string;
}

/**
 * Which samples are in which pair of files. A library goes by its name, as the sheet or the files have it, or by the name
 * of one of its files.
 *
 * @returns each library with its samples, in the libraries' order
 * @throws {FormatError} with the tag file's line: a library that is not there, or tags that cannot be told apart
 */
export function samplesOfLibraries<L extends Listed>(libraries: readonly L[], samples: readonly TaggedSample[]): [L, TaggedSample[]][] {
  const members = new Map<L, TaggedSample[]>(libraries.map((library) => [library, []]));
  for (const sample of samples) members.get(libraryOf(sample, libraries))?.push(sample);
  for (const [{ name }, own] of members) {
    if (own.length === 0) throw new FormatError(`no sample is of the library ${name}; leave its files out, or name its samples`);
    checkTags(own);
  }
  return [...members];
}

function libraryOf<L extends Listed>({ library, name, line }: TaggedSample, libraries: readonly L[]): L {
  const [only, ...others] = libraries;
  const names = libraries.map((known) => known.name);
  if (library === "" && only && others.length === 0) return only;
  if (library === "")
    throw new FormatError(
      `there are ${libraries.length} libraries (${shown(names)}): say in a column library which one ${name} is of`,
      line,
    );
  const found = libraries.find((known) => known.name === library) ?? libraries.find((known) => filesOf(known).includes(baseName(library)));
  if (!found) throw new FormatError(`there is no library ${JSON.stringify(library)}; the data set has ${shown(names)}`, line);
  return found;
}

function filesOf({ forward, reverse }: Listed): string[] {
  return [forward, ...(reverse === undefined ? [] : [reverse])].map(baseName);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function shown(names: readonly string[]): string {
  return names.slice(0, 10).join(", ") + (names.length > 10 ? ", ..." : "");
}
