import { avalanche } from "../test/e2e/avalanche.js";
import type { BenchOptions, Row } from "./benchmark.js";
import { figures, show } from "./figures.js";

/** How long the command line takes to print its help: what every command waits for first. */
export async function start({ rounds = 10 }: BenchOptions): Promise<Row[]> {
  const took: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const startedMs = performance.now();
    await avalanche(["--help"], {});
    if (round > 0) took.push((performance.now() - startedMs) / 1000);
  }
  const all = figures(took);
  return [{ name: "avalanche --help", measured: show(all, "s"), target: "under 0.4 s", reached: all.median < 0.4 }];
}
