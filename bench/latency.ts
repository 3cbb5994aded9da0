import assert from "node:assert/strict";
import { CeleryStack } from "./celery-stack.js";
import { percentile } from "./figures.js";
import { interleaved } from "./interleaved.js";
import type { BenchOptions, Row } from "./benchmark.js";

const NOOPS = 200;

/** One no-op after the other, each from its submit until the client has its result. */
export async function latency({ stack, rounds = 5 }: BenchOptions): Promise<Row[]> {
  return CeleryStack.during({}, async (celery) => {
    const count = Math.ceil(NOOPS / rounds);
    const taken = await interleaved(rounds, {
      async ours() {
        const latencies: number[] = [];
        for (let job = 0; job < count; job++) {
          const sentMs = performance.now();
          const id = await stack.submit("noop", {});
          const response = await stack.call(`/jobs/${id}/wait?timeout=60`);
          const { state } = (await response.json()) as { state: string };
          latencies.push(performance.now() - sentMs);
          assert.equal(state, "SUCCESS");
        }
        return latencies;
      },
      peer: async () => (await celery.ask("latencies", { count })).map((took) => took * 1000),
    });
    return [
      {
        name: "one no-op, from submit to result",
        measured: words(taken.ours.flat()),
        peer: words(taken.peer.flat()),
        target: "said",
        reached: null,
      },
    ];
  });
}

function words(latencies: number[]): string {
  const sorted = latencies.sort((a, b) => a - b);
  const [p50, p99] = [percentile(sorted, 50), percentile(sorted, 99)];
  return `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms over ${sorted.length}`;
}
