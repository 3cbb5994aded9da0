import type { Sample } from "../contracts/analysis.js";

/** The samples that DADA2 denoises together: of one sequencing run, whose errors are alike, and all pairs or all single reads. */
export interface Run<S> {
  /** For people; empty where there is only one. */
  name: string;
  samples: S[];
}

/** In the order of their first samples. The sheet's column `run` names them. */
export function runsOf<S extends Pick<Sample, "metadata" | "reverse">>(samples: readonly S[], forwardOnly: boolean): Run<S>[] {
  const runs = new Map<string, S[]>();
  for (const sample of samples) {
    const kind = sample.reverse && !forwardOnly ? "" : ", single reads";
    const name = `${sample.metadata["run"] || "unnamed run"}${kind}`;
    runs.set(name, [...(runs.get(name) ?? []), sample]);
  }
  return [...runs].map(([name, members]) => ({ name: runs.size === 1 ? "" : name, samples: members }));
}
