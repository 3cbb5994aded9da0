import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { percentile } from "./figures.js";
import { allRun, startFourAnalyses } from "./four-analyses.js";
import type { BenchOptions, Row } from "./benchmark.js";

/** How long `GET /health` takes from when four analyses run until the first of them ends. */
export async function health({ stack }: BenchOptions): Promise<Row[]> {
  const ids = await startFourAnalyses(stack);
  const latencies: number[] = [];
  while (await allRun(stack, ids)) {
    for (let call = 0; call < 20; call++) {
      const sentMs = performance.now();
      const response = await stack.call("/health");
      await response.arrayBuffer();
      latencies.push(performance.now() - sentMs);
      assert.equal(response.status, 200);
      await sleep(10);
    }
  }
  for (const id of ids) assert.equal((await stack.untilFinal(id)).state, "SUCCESS");
  const sorted = latencies.sort((a, b) => a - b);
  const [p50, p99] = [percentile(sorted, 50), percentile(sorted, 99)];
  return [
    {
      name: "GET /health while four analyses run",
      measured: `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms over ${sorted.length} calls`,
      target: "p99 at most 100 ms",
      reached: p99 <= 100,
    },
  ];
}
