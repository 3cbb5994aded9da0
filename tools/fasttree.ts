import { stat } from "node:fs/promises";
import type { Attempt } from "./cutadapt.js";
import type { ToolRun, ToolRunner } from "./run-tool.js";
import { NOTHING } from "./tokens.js";

/** Trees by approximate maximum likelihood. Source: Price et al. 2010, doi:10.1371/journal.pone.0009490. */
export class FastTree {
  readonly #tools: ToolRunner;

  constructor(tools: ToolRunner) {
    this.#tools = tools;
  }

  async version(attempt: Attempt): Promise<string> {
    const { log } = await this.#tools.run({ ...attempt, program: "fasttree", args: ["-help"], inputs: [], ...NOTHING });
    return /FastTree (?:version )?(\d[\d.]*)/i.exec(log)?.[1] ?? "unknown";
  }

  /** Nucleotides, general time-reversible model. One thread: the parallel build gives another tree. @param tree where it is written: Newick, unrooted */
  async build(alignment: string, tree: string, attempt: Attempt): Promise<ToolRun> {
    const args = ["-nt", "-gtr", "-nosupport", "-seed", "1", "-quiet", "-nopr", "-out", tree, alignment];
    const memoryBytes = 256 * 1024 ** 2 + 60 * (await stat(alignment)).size;
    return this.#tools.run({ ...attempt, program: "fasttree", args, inputs: [alignment], threads: 1, memoryBytes });
  }
}
