/** What stands before the last 1 or 2 of a name, where that says which read of the pair it is. */
const MARKS = "/._:";

/**
 * Whether two titles name the reads of one pair: names up to the first blank that are equal, less `/1` or `/2`, or that
 * differ only in a last 1 and 2 behind a mark, as in `run.7.1` and `run.7.2` (fastq-dump -I) or `a_1` and `a_2`.
 *
 * @returns `swapped` where the first title says 2, and the second 1
 */
export function pairing(forward: Buffer, reverse: Buffer): "pair" | "swapped" | "strangers" {
  const [one, two] = [readName(forward), readName(reverse)];
  if (withoutMark(one) === withoutMark(two)) return "pair";
  const isMarked = one.length === two.length && one.slice(0, -1) === two.slice(0, -1) && MARKS.includes(one.at(-2) ?? "-");
  if (!isMarked) return "strangers";
  const sides = `${one.at(-1)}${two.at(-1)}`;
  return sides === "12" ? "pair" : sides === "21" ? "swapped" : "strangers";
}

/** The title up to the first blank, each byte a character. */
export function readName(title: Buffer): string {
  const text = title.toString("latin1");
  const end = text.search(/[ \t]/);
  return end === -1 ? text : text.slice(0, end);
}

/** Titles say which read of the pair it is: `name 1:N:0:ATCACG`, `name/1`, `run.7 name/1`. */
export function sideOf(title: Buffer): "forward" | "reverse" | null {
  const text = title.toString("latin1");
  const mark = /\s([12]):[YN]:\d+/.exec(text)?.[1] ?? /\/([12])(?:\s|$)/.exec(text)?.[1];
  return mark === undefined ? null : mark === "1" ? "forward" : "reverse";
}

function withoutMark(name: string): string {
  return name.replace(/\/[12]$/, "");
}
