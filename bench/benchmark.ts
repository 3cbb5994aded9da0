import type { DevStack } from "../test/e2e/dev-stack.js";

/** Measures, checks what it measured, and gives the rows of the table. */
export type Benchmark = (options: BenchOptions) => Promise<Row[]>;

export interface Row {
  name: string;
  measured: string;
  /** The same of what is measured beside it, in the same run. */
  peer?: string;
  target: string;
  reached: boolean | null;
}

export interface BenchOptions {
  stack: DevStack;
  /** Asked for with `--rounds`; else each benchmark has its own number. */
  rounds: number | undefined;
}
