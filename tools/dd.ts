import type { Attempt } from "./cutadapt.js";
import type { ToolRun, ToolRunner } from "./run-tool.js";

/** Its first limit, which it is made to reach. */
const LIMIT_BYTES = 64 * 1024 ** 2;

/** Takes memory as it is told: for health checks and tests. Source: dd(1), which reads a block as a whole. */
export class Dd {
  readonly #tools: ToolRunner;

  constructor(tools: ToolRunner) {
    this.#tools = tools;
  }

  takeMemory(bytes: number, attempt: Attempt): Promise<ToolRun> {
    const args = ["if=/dev/zero", "of=/dev/null", `bs=${bytes}`, "count=1", "iflag=fullblock", "status=none"];
    return this.#tools.run({
      ...attempt,
      program: "dd",
      args,
      inputs: [],
      threads: 1,
      memoryBytes: LIMIT_BYTES,
      memoryLimitBytes: LIMIT_BYTES,
    });
  }
}
