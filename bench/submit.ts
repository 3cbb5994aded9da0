import { CeleryStack } from "./celery-stack.js";
import { type Figures, figures, percentile, show } from "./figures.js";
import { interleaved, onConnections } from "./interleaved.js";
import { assertNoneTwice, untilAllSucceed } from "./tagged-jobs.js";
import { submitThroughCrash } from "./submit-crash.js";
import type { BenchOptions, Row } from "./benchmark.js";

const JOBS = 1000;

/** 1,000 submits of a no-op, on one connection and on sixteen, and some while all is killed; none may be lost. */
export async function submit({ stack, rounds = 5 }: BenchOptions): Promise<Row[]> {
  return CeleryStack.during({}, async (celery) => {
    // An accepted job of ours is on the disk. So is Celery's, with this setting of Redis.
    await celery.ask("fsync", { policy: "always" });
    const rows: Row[] = [];
    for (const connections of [1, 16]) {
      const taken = await interleaved(rounds, {
        async ours(round) {
          const tag = `submit-${connections}-${round}`;
          const sample = await submits(connections, () => stack.submit("noop", {}, { tags: [tag] }));
          await untilAllSucceed(stack, tag, JOBS);
          await assertNoneTwice(stack, tag);
          return sample;
        },
        peer: () =>
          celery.exactly(JOBS, async () => {
            const sample = await submits(connections, () => celery.submit());
            const done = await celery.ask("succeeded", { ids: sample.ids, within: 120 });
            if (done !== JOBS) throw new Error(`Celery lost ${JOBS - done} of ${JOBS}`);
            return sample;
          }),
      });
      const [ours, peer] = [of(taken.ours), of(taken.peer)];
      rows.push({
        name: `submit, ${connections} connection${connections > 1 ? "s" : ""}`,
        measured: `${words(ours)}; 0 of ${JOBS * rounds} lost`,
        peer: words(peer),
        target: connections === 1 ? "p50 at most 15 ms" : "said",
        reached: connections === 1 ? ours.p50.median <= 15 : null,
      });
    }
    return [...rows, await submitThroughCrash(stack, celery)];
  });
}

interface Sample {
  ids: string[];
  p50: number;
  p99: number;
  perSecond: number;
}

async function submits(connections: number, once: () => Promise<string>): Promise<Sample> {
  const [ids, latencies]: [string[], number[]] = [[], []];
  const startedMs = performance.now();
  await onConnections(connections, JOBS, async () => {
    const sentMs = performance.now();
    ids.push(await once());
    latencies.push(performance.now() - sentMs);
  });
  const perSecond = JOBS / ((performance.now() - startedMs) / 1000);
  const sorted = latencies.sort((a, b) => a - b);
  return { ids, p50: percentile(sorted, 50), p99: percentile(sorted, 99), perSecond };
}

function of(samples: readonly Sample[]): Record<"p50" | "p99" | "perSecond", Figures> {
  const each = (name: "p50" | "p99" | "perSecond") => figures(samples.map((sample) => sample[name]));
  return { p50: each("p50"), p99: each("p99"), perSecond: each("perSecond") };
}

function words({ p50, p99, perSecond }: ReturnType<typeof of>): string {
  return `p50 ${show(p50, "ms", 1)}, p99 ${show(p99, "ms", 0)}, ${show(perSecond, "/s", 0)}`;
}
