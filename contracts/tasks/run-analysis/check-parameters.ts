import { lengthsOf, markerOf } from "./marker-values.js";
import type { GivenParameters } from "./parameters.js";

type Refuse = (name: keyof GivenParameters, message: string) => void;

/** What no single parameter shows: those that exclude or need each other. */
export function checkParameters(given: GivenParameters, refuse: Refuse): void {
  checkPrimers(given, refuse);
  checkLengths(given, refuse);
  checkTree(given, refuse);
  if (given.species_identity !== undefined && given.classifier !== "blast_lca")
    refuse("species_identity", "is only for classifier `blast_lca`");
  if (given.tag_file !== undefined && markerOf(given).forwardPrimer === null)
    refuse("tag_file", "needs the primers, which stand behind the tags: give `marker`, or `custom` with its primers");
}

/** Their sequences differ in length between relatives, so that no alignment holds over distant ones. */
const UNALIGNABLE: readonly (string | undefined)[] = ["ITS1", "ITS2", "trnL"];

function checkTree({ tree, marker }: GivenParameters, refuse: Refuse): void {
  if (tree && UNALIGNABLE.includes(marker))
    refuse("tree", `sequences of ${marker} cannot be aligned over distant taxa, so a tree of them means nothing; leave it out`);
}

function checkLengths(given: GivenParameters, refuse: Refuse): void {
  const { minLength, maxLength } = lengthsOf(given);
  if (minLength === null || maxLength === null || minLength <= maxLength) return;
  const limit = (value: number, isGiven: boolean) => (isGiven ? String(value) : `${value}, of marker ${given.marker}`);
  if (given.min_length === undefined) refuse("max_length", `is below min_length (${limit(minLength, false)})`);
  else refuse("min_length", `is above max_length (${limit(maxLength, given.max_length !== undefined)})`);
}

function checkPrimers(given: GivenParameters, refuse: Refuse): void {
  for (const name of ["forward_primer", "reverse_primer"] as const) {
    if (given[name] !== undefined && given.marker !== "custom") refuse(name, "is only for marker `custom`");
  }
  if ((given.forward_primer === undefined) !== (given.reverse_primer === undefined)) {
    refuse("forward_primer", "give both primers, or neither where the reads have none");
  }
}
