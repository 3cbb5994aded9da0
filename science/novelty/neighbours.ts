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
 * Reads what `Vsearch.nearest` writes: query, target, identity and coverage in per cent; `*` for a query without a hit. The
 * rows of a query stand together, and no more than those are held.
 *
 * @returns each query with its neighbours, nearest first, equally near ones by name; none for a query without a hit
 */
export async function* readNeighbours(lines: AsyncIterable<string>): AsyncGenerator<[query: string, neighbours: Neighbour[]]> {
  let open: [query: string, neighbours: Neighbour[]] | undefined;
  for await (const line of lines) {
    if (line === "") continue;
    const [title = "", target = "", identity, coverage] = line.split("\t");
    const query = idOf(title);
    if (open?.[0] !== query) {
      if (open) yield inOrder(open);
      open = [query, []];
    }
    if (target !== "*") open[1].push({ target: idOf(target), identity: Number(identity) / 100, coverage: Number(coverage) / 100 });
  }
  if (open) yield inOrder(open);
}

function inOrder([query, neighbours]: [string, Neighbour[]]): [string, Neighbour[]] {
  neighbours.sort((a, b) => b.identity - a.identity || b.coverage - a.coverage || (a.target < b.target ? -1 : 1));
  return [query, neighbours];
}

/** A title's first part: `MZ571357;tax=...;` is MZ571357. */
function idOf(title: string): string {
  return title.split(";", 1)[0] ?? "";
}
