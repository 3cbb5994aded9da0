import assert from "node:assert/strict";
import { until } from "../test/until.js";
import { percentile } from "./figures.js";
import type { BenchOptions, Row } from "./benchmark.js";

const JOBS = 1000;
const WARM_UP = 50;

/** 1,000 submits of a noop, on one connection and on sixteen; none may be lost. */
export async function submit({ stack }: BenchOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for (let job = 0; job < WARM_UP; job++) await stack.submit("noop", {}, { tags: ["bench-warm-up"] });
  await until("the warm-up to succeed", async () => (await countOf(stack, "bench-warm-up")) === WARM_UP);
  for (const connections of [1, 16]) {
    const tag = `bench-${connections}`;
    const latencies: number[] = [];
    let left = JOBS;
    const startedMs = performance.now();
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (left-- > 0) {
          const sentMs = performance.now();
          await stack.submit("noop", {}, { tags: [tag] });
          latencies.push(performance.now() - sentMs);
        }
      }),
    );
    const perSecond = JOBS / ((performance.now() - startedMs) / 1000);
    const sorted = latencies.sort((a, b) => a - b);
    const [p50, p99] = [percentile(sorted, 50), percentile(sorted, 99)];
    await until("all of them to succeed", async () => (await countOf(stack, tag)) === JOBS, 300_000);
    rows.push({
      name: `submit, ${connections} connection${connections > 1 ? "s" : ""}`,
      measured: `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${perSecond.toFixed(0)}/s; 0 of ${JOBS} lost`,
      target: connections === 1 ? "p50 at most 15 ms" : "said",
      reached: connections === 1 ? p50 <= 15 : null,
    });
  }
  return rows;
}

async function countOf(stack: BenchOptions["stack"], tag: string): Promise<number> {
  let count = 0;
  for (let token: string | null = ""; token !== null; ) {
    const page: Response = await stack.call(`/jobs?tag=${tag}&state=SUCCESS&page_size=200${token ? `&page_token=${token}` : ""}`);
    assert.equal(page.status, 200);
    const { jobs, next_page_token } = (await page.json()) as { jobs: unknown[]; next_page_token: string | null };
    count += jobs.length;
    token = next_page_token;
  }
  return count;
}
