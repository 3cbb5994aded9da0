import { stat } from "node:fs/promises";
import type { Attempt } from "./cutadapt.js";
import type { ToolRun, ToolRunner } from "./run-tool.js";
import { NOTHING } from "./tokens.js";

export interface SwarmCall {
  /** FASTA with `;size=`, unique sequences of A, C, G and T. */
  uniques: string;
  /** FASTA: the most abundant sequence of each swarm, with the reads of the whole swarm. */
  seeds: string;
  /** A line a swarm: the headers of its members, with blanks between them; the seed first. */
  swarms: string;
  threads: number;
}

/** Source: Mahe et al. 2021, doi:10.1093/bioinformatics/btab493. */
export class Swarm {
  readonly #tools: ToolRunner;

  constructor(tools: ToolRunner) {
    this.#tools = tools;
  }

  async version(attempt: Attempt): Promise<string> {
    const { log } = await this.#tools.run({ ...attempt, program: "swarm", args: ["--version"], inputs: [], ...NOTHING });
    return /Swarm ([\d.]+)/i.exec(log)?.[1] ?? "unknown";
  }

  /** Chains of sequences that differ in one base each; small swarms join a large one where a base lies between (`fastidious`). */
  async cluster({ uniques, seeds, swarms, threads }: SwarmCall, attempt: Attempt): Promise<ToolRun> {
    const { size } = await stat(uniques);
    return this.#tools.run({
      ...attempt,
      program: "swarm",
      args: [
        ...["--differences", "1", "--fastidious", "--usearch-abundance", "--threads", String(threads)],
        // Its progress would be a megabyte.
        ...["--log", "swarm.log", "--seeds", seeds, "--output-file", swarms, uniques],
      ],
      inputs: [uniques],
      threads,
      memoryBytes: 256 * 1024 ** 2 + 16 * size,
    });
  }
}
