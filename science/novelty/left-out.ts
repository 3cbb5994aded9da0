import { seededDraw, shuffled } from "../random.js";

/** A sequence of the reference, as far as a calibration needs to know it. */
export interface Member {
  /** Its taxon at each of the ranks; null where it has no scientific name there. */
  taxa: readonly (string | null)[];
  /** Whether it holds the marker's insert, so that it can stand for a feature. */
  isWhole: boolean;
}

/** One way to take a part of the reference away. Numbers are places in the list of members. */
export interface Fold {
  /** All that is not in the reference that is left. */
  gone: Set<number>;
  /** For each rank, those that were taken away with their whole taxon, to be found novel. */
  novel: number[][];
  /** Taken away one by one, while their taxa stay. */
  known: number[];
}

export interface LeaveOut {
  folds: number;
  /** Sequences of each kind in each fold. */
  size: number;
  /** Sequences of one taxon that are asked about: a few say as much as all of them. */
  mostOfOne: number;
  seed: number;
}

/** Where more than this share of the reference is one taxon, what is left says little. */
const LARGEST = 0.1;

/**
 * Divides taxa, and sequences to be found known, over folds: each is taken away in one of them at most, so that what is
 * learnt in some folds can be judged in another.
 *
 * @param members of the reference
 * @param ranks how many there are
 */
export function leaveOut(members: readonly Member[], ranks: number, { folds, size, mostOfOne, seed }: LeaveOut): Fold[] {
  const draw = seededDraw(seed);
  const queues = Array.from({ length: ranks }, (_, rank) => {
    const taxa = taxaAt(members, rank);
    return [...shuffled([...taxa.values()], draw)].reverse();
  });
  const single = shuffled([...members.keys()], draw).reverse();
  return Array.from({ length: folds }, () => {
    const gone = new Set<number>();
    const novel = queues.map((queue) => takeTaxa(queue, members, gone, { size, mostOfOne }));
    return { gone, novel, known: takeKnown(single, members, gone, size) };
  });
}

/** Taxon -> its members, for taxa that can be left out. */
function taxaAt(members: readonly Member[], rank: number): Map<string, number[]> {
  const taxa = new Map<string, number[]>();
  for (const [index, { taxa: own }] of members.entries()) {
    const taxon = own[rank];
    if (taxon === null || taxon === undefined) continue;
    const of = taxa.get(taxon);
    if (of) of.push(index);
    else taxa.set(taxon, [index]);
  }
  for (const [taxon, of] of taxa) if (of.length > LARGEST * members.length || !of.some((at) => members[at]!.isWhole)) taxa.delete(taxon);
  return taxa;
}

function takeTaxa(
  queue: number[][],
  members: readonly Member[],
  gone: Set<number>,
  { size, mostOfOne }: Pick<LeaveOut, "size" | "mostOfOne">,
): number[] {
  const taken: number[] = [];
  while (taken.length < size && queue.length > 0) {
    const taxon = queue.pop()!;
    // What a higher taxon took away is known to be novel there, and would count twice.
    if (taxon.some((at) => gone.has(at))) continue;
    for (const at of taxon) gone.add(at);
    taken.push(...taxon.filter((at) => members[at]!.isWhole).slice(0, mostOfOne));
  }
  return taken;
}

function takeKnown(queue: number[], members: readonly Member[], gone: Set<number>, size: number): number[] {
  const left = countLeft(members, gone);
  const taken: number[] = [];
  while (taken.length < size && queue.length > 0) {
    const at = queue.pop()!;
    const taxon = canBeKnown(members[at]!) && !gone.has(at) ? lowestOf(members[at]!) : null;
    const others = taxon === null ? 0 : (left.get(taxon) ?? 0) - 1;
    if (taxon === null || others < 1) continue;
    left.set(taxon, others);
    gone.add(at);
    taken.push(at);
  }
  return taken;
}

/** Taxon of the lowest rank -> sequences. */
function countLeft(members: readonly Member[], gone: ReadonlySet<number>): Map<string, number> {
  const left = new Map<string, number>();
  for (const [at, member] of members.entries()) {
    const taxon = lowestOf(member);
    if (taxon !== null && !gone.has(at)) left.set(taxon, (left.get(taxon) ?? 0) + 1);
  }
  return left;
}

function canBeKnown({ taxa, isWhole }: Member): boolean {
  return isWhole && taxa.every((taxon) => taxon !== null);
}

function lowestOf({ taxa }: Member): string | null {
  return taxa.at(-1) ?? null;
}
