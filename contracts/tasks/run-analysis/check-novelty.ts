import type { NoveltyParameters } from "./novelty-parameters.js";
import type { GivenParameters } from "./parameters.js";

type Refuse = (path: readonly string[], message: string) => void;

/** What novelty needs, and what it alone has. */
export function checkNovelty(
  { analysis_type: type, parameters }: { analysis_type: string; parameters: Pick<GivenParameters, "classifier" | keyof NoveltyParameters> },
  refuse: Refuse,
): void {
  if (type === "novelty" && parameters.classifier !== "sintax")
    refuse(["parameters", "classifier"], "must be `sintax` for `novelty`, whose scores rest on its confidence");
  for (const name of OF_NOVELTY) {
    if (type !== "novelty" && parameters[name] !== undefined) refuse(["parameters", name], "is only for `novelty`");
  }
}

const OF_NOVELTY = ["max_false_novelty", "calibration_size"] as const satisfies (keyof NoveltyParameters)[];
