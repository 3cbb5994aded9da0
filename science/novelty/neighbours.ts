/** A reference near a sequence. */
export interface Neighbour {
  target: string;
  /** Of the alignment without its ends, 0 to 1. */
  identity: number;
  /** Share of the sequence that lies in the alignment, 0 to 1. */
  coverage: number;
}

/** Whether the sequence is the same as that of the reference, over all of its length. */
export function equals(nearest: Neighbour | null | undefined): boolean {
  return nearest?.identity === 1 && nearest.coverage === 1;
}

/**
 * Reads what `Vsearch.nearest` writes: query, target, identity and coverage in per cent; `*` for a query without a hit.
 *
 * @returns query -> its neighbours, nearest first, equally near ones by name; none for a query without a hit
 */
export async function readNeighbours(lines: AsyncIterable<string>): Promise<Map<string, Neighbour[]>> {
  const found = new Map<string, Neighbour[]>();
  for await (const line of lines) {
    if (line === "") continue;
    const [query = "", target = "", identity, coverage] = line.split("\t");
    const name = idOf(query);
    const neighbours = found.get(name) ?? [];
    found.set(name, neighbours);
    if (target !== "*") neighbours.push({ target: idOf(target), identity: Number(identity) / 100, coverage: Number(coverage) / 100 });
  }
  for (const neighbours of found.values())
    neighbours.sort((a, b) => b.identity - a.identity || b.coverage - a.coverage || (a.target < b.target ? -1 : 1));
  return found;
}

/** A title's first part: `MZ571357;tax=...;` is MZ571357. */
function idOf(title: string): string {
  return title.split(";", 1)[0] ?? "";
}
