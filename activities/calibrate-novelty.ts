import type { CheckedReference } from "../contracts/analysis.js";
import { JobFailure } from "../contracts/failures.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { NoveltyParameters } from "../contracts/tasks/run-analysis/novelty-parameters.js";
import { insertCutter } from "../science/marker-region.js";
import { calibrateRank, FEWEST, type ReferenceCalibration, relativesIdentity } from "../science/novelty/calibration.js";
import { leaveOut } from "../science/novelty/left-out.js";
import { noveltyRanks } from "../science/novelty/novelty-ranks.js";
import type { Vsearch } from "../tools/vsearch.js";
import { thousands } from "./counts.js";
import { type Attempt, type FoldAnswer, judgeFold } from "./left-out-fold.js";
import { readMembers } from "./reference-members.js";

type Parameters = Pick<AnalysisParameters, "forward_primer" | "reverse_primer" | "min_length" | "max_length" | "seed"> &
  Pick<NoveltyParameters, "calibration_size">;

/** What is learnt in three of them is judged in the fourth. */
const FOLDS = 4;

/** Most of the sequences that one kind takes away in one fold: what is left must still be like the whole. */
const MOST_GONE = 0.04;

const MOST_OF_ONE = 10;

/** Changed with what a calibration does, so that older ones are not reused. */
const METHOD = 2;

export function calibrationIngredients({ sequences, ranks }: CheckedReference, parameters: Parameters) {
  const { forward_primer, reverse_primer, min_length, max_length, calibration_size, seed } = parameters;
  return {
    method: METHOD,
    reference: sequences,
    ranks: ranks.join(),
    forward_primer,
    reverse_primer,
    min_length,
    max_length,
    calibration_size,
    seed,
  };
}

/**
 * Leaves whole taxa and single sequences of a reference out and learns by what the two are told apart.
 *
 * @param path of the checked reference
 * @throws {JobFailure} InvalidInput where it has too few taxa
 */
export async function calibrateNovelty(
  tools: { vsearch: Vsearch; threads: number },
  { name, ranks }: Pick<CheckedReference, "name" | "ranks">,
  path: string,
  parameters: Parameters,
  context: Attempt,
): Promise<ReferenceCalibration> {
  const judged = noveltyRanks(ranks);
  const cut = cutterOf(parameters);
  const members = await readMembers(path, ranks, judged, cut, context.signal);
  const whole = members.filter(({ isWhole }) => isWhole);
  const size = Math.ceil(Math.min(parameters.calibration_size / (FOLDS * (judged.length + 1)), MOST_GONE * whole.length));
  if (judged.length === 0 || size * FOLDS < FEWEST) throw tooFew(name, judged, whole.length);
  const folds = leaveOut(members, judged.length, { folds: FOLDS, size, mostOfOne: MOST_OF_ONE, seed: parameters.seed });
  const input = { reference: path, ranks, judged, members, cut, seed: parameters.seed };
  const answers: FoldAnswer[] = [];
  for (const [index, fold] of folds.entries()) {
    context.progress(index / FOLDS, `part ${index + 1} of ${FOLDS}: ${thousands(fold.gone.size)} sequences are left out`);
    answers.push(await judgeFold(tools, input, fold, index + 1, context));
  }
  const calibrated = judged.map((rank, at) => {
    const leftOut = answers.flatMap((answer) => answer.leftOut[at] ?? []);
    const calibration = calibrateRank(rank, leftOut, parameters.seed);
    if (calibration === null) context.warn(`novelty is not judged at the rank ${rank}: the reference has too few taxa to leave some out`);
    return calibration;
  });
  const found = calibrated.filter((calibration) => calibration !== null);
  if (found.length === 0) throw tooFew(name, judged, whole.length);
  return {
    ranks: found,
    relativesIdentity: relativesIdentity(answers.flatMap(({ relatives }) => relatives)),
    medianLength: whole.map(({ length }) => length).sort((a, b) => a - b)[Math.floor(whole.length / 2)] ?? 0,
  };
}

/** Cuts a reference sequence to the marker's insert; whole ones stand for features where no primers are known. */
export function cutterOf(parameters: Omit<Parameters, "calibration_size" | "seed">): (sequence: string) => string | null {
  const { forward_primer: forwardPrimer, reverse_primer: reversePrimer, min_length: minLength, max_length: maxLength } = parameters;
  if (forwardPrimer === null || reversePrimer === null) return (sequence) => sequence;
  return insertCutter({ forwardPrimer, reversePrimer, minLength, maxLength });
}

function tooFew(name: string, ranks: readonly string[], whole: number): JobFailure {
  const at = ranks.length === 0 ? "" : ` at ${ranks.join(" or ")}`;
  return new JobFailure(
    "InvalidInput",
    `${name}: novelty cannot be judged with this reference: it needs ${FEWEST} sequences of taxa that can be left out${at}, and as many of taxa with several sequences; ${thousands(whole)} of its sequences hold the marker's insert. Give a larger reference, or the right \`marker\``,
  );
}
