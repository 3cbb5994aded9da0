import { stat } from "node:fs/promises";
import type { Attempt } from "./cutadapt.js";
import type { ToolRun, ToolRunner } from "./run-tool.js";
import { NOTHING } from "./tokens.js";

export interface Align {
  /** FASTA. */
  sequences: string;
  count: number;
  alignment: string;
  threads: number;
}

/** Above, the distances of all pairs take too much time and memory, and only those to some sequences are computed. */
const MANY = 10_000;

/** Multiple alignment. Source: Katoh and Standley 2013, doi:10.1093/molbev/mst010. */
export class Mafft {
  readonly #tools: ToolRunner;

  constructor(tools: ToolRunner) {
    this.#tools = tools;
  }

  async version(attempt: Attempt): Promise<string> {
    const { log } = await this.#tools.run({ ...attempt, program: "mafft", args: ["--version"], inputs: [], ...NOTHING });
    return /v(\d[\d.]*)/.exec(log)?.[1] ?? "unknown";
  }

  /** Progressive (FFT-NS-2), without refinement: that depends on the number of threads. In the order of the input. */
  async align({ sequences, count, alignment, threads }: Align, attempt: Attempt): Promise<ToolRun> {
    const method = count > MANY ? ["--parttree", "--retree", "1"] : ["--retree", "2", "--maxiterate", "0"];
    const args = [...method, "--nuc", "--inputorder", "--quiet", "--thread", String(threads), "--out", alignment, sequences];
    const { size } = await stat(sequences);
    const memoryBytes = 512 * 1024 ** 2 + 40 * size + (count > MANY ? 0 : 16 * count ** 2);
    return this.#tools.run({ ...attempt, program: "mafft", args, inputs: [sequences], threads, memoryBytes });
  }
}
