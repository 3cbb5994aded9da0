import { submitParent } from "./members.js";
import { CeleryStack } from "./celery-stack.js";
import { figures, show } from "./figures.js";
import { interleaved, onConnections, seconds } from "./interleaved.js";
import { assertNoneTwice, untilAllSucceed } from "./tagged-jobs.js";
import type { BenchOptions, Row } from "./benchmark.js";

const NOOPS = 2000;
const CONNECTIONS = 16;

/** 2,000 no-ops until the client has seen all their results: as jobs, and as members of one group. */
export async function noops({ stack, rounds = 5 }: BenchOptions): Promise<Row[]> {
  return CeleryStack.during({}, async (celery) => {
    const asJobs = await interleaved(rounds, {
      async ours(round) {
        const tag = `noops-${round}`;
        const took = await seconds(async () => {
          await onConnections(CONNECTIONS, NOOPS, async () => void (await stack.submit("noop", {}, { tags: [tag] })));
          await untilAllSucceed(stack, tag, NOOPS);
        });
        await assertNoneTwice(stack, tag);
        return NOOPS / took;
      },
      peer: async () => NOOPS / (await celery.exactly(NOOPS, () => celery.ask("noops", { count: NOOPS }))),
    });
    const asGroup = await interleaved(rounds, {
      async ours(round) {
        const tag = `noops-group-${round}`;
        const params = { members: Array.from({ length: NOOPS }, () => ({ task: "noop", params: {} })) };
        const took = await seconds(() => submitParent(stack, "group", params, tag, { success: NOOPS, failure: 0 }));
        await assertNoneTwice(stack, tag);
        return NOOPS / took;
      },
      peer: async () => NOOPS / (await celery.exactly(NOOPS, () => celery.ask("noops_as_group", { count: NOOPS }))),
    });
    const row = (name: string, { ours, peer }: { ours: number[]; peer: number[] }): Row => ({
      name,
      measured: `${show(figures(ours), "/s", 0)}; none lost or doubled`,
      peer: show(figures(peer), "/s", 0),
      target: "said",
      reached: null,
    });
    return [row(`${NOOPS} no-ops as jobs`, asJobs), row(`${NOOPS} no-ops as one group`, asGroup)];
  });
}
