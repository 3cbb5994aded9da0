import assert from "node:assert/strict";
import type { DevStack } from "../test/e2e/dev-stack.js";
import { CeleryStack } from "./celery-stack.js";
import { figures, show } from "./figures.js";
import { interleaved, seconds } from "./interleaved.js";
import { submitParent, untilMembersEnd } from "./members.js";
import { assertNoneTwice } from "./tagged-jobs.js";
import type { BenchOptions, Row } from "./benchmark.js";

const MEMBERS = 1000;
const FAILING = 10;

/** 1,000 no-ops and one that follows them; then with 10 that fail. */
export async function fanOut({ stack, rounds = 5 }: BenchOptions): Promise<Row[]> {
  return CeleryStack.during({}, async (celery) => {
    const taken = await interleaved(rounds, {
      async ours(round) {
        const tag = `fan-out-${round}`;
        const took = await seconds(() => submitParent(stack, "chord", chord(0), tag, { success: MEMBERS, failure: 0 }));
        await assertNoneTwice(stack, tag);
        return took;
      },
      peer: () => celery.exactly(MEMBERS + 1, () => celery.ask("noops_as_chord", { count: MEMBERS })),
    });
    const [ours, peer] = [figures(taken.ours), figures(taken.peer)];
    return [
      {
        name: `${MEMBERS} members and a callback`,
        measured: `${show(ours, "s")}; none lost or doubled`,
        peer: `chord ${show(peer, "s")}`,
        target: "faster than Celery's chord, and at most 6 s",
        reached: ours.median < peer.median && ours.median <= 6,
      },
      await withFailing(stack, celery),
    ];
  });
}

async function withFailing(stack: DevStack, celery: CeleryStack): Promise<Row> {
  const ends = { success: MEMBERS - FAILING, failure: FAILING };
  const id = await submitParent(stack, "chord", chord(FAILING), "fan-out-failing", ends);
  const response = await stack.call(`/jobs/${id}/retry`, { method: "POST", body: JSON.stringify({ only_failed: true }) });
  const retry = (await response.json()) as { id: string };
  assert.ok(response.ok, JSON.stringify(retry));
  await untilMembersEnd(stack, retry.id, ends);
  const again = (await timesThatMembersRan(stack, [...new Set([id, retry.id])])) - MEMBERS;
  assert.equal(again, FAILING, "members that the retry ran");
  const { state, error, success, failure } = await celery.ask("failing_chord", { count: MEMBERS, failing: FAILING });
  return {
    name: `${FAILING} of ${MEMBERS} members fail`,
    measured: `${ends.success} kept; a retry ran ${again}`,
    peer: `chord is ${state} (${error}), the callback never runs; ${success} members succeeded, ${failure} failed; no retry of a part`,
    target: "the others kept, only those re-run",
    reached: true,
  };
}

function chord(failing: number): object {
  const member = (place: number) =>
    place < failing ? { task: "noop", params: { fail_times: 1000 }, options: { max_retries: 0 } } : { task: "noop", params: {} };
  const header = Array.from({ length: MEMBERS }, (_, place) => member(place));
  return { header, callback: { task: "noop", params: {} }, on_member_failure: "continue" };
}

/** What follows the members not counted. */
async function timesThatMembersRan(stack: DevStack, parents: readonly string[]): Promise<number> {
  const [row] = await stack.sql<{ times: number }>(
    "select count(*)::int as times from attempts join jobs on id = job_id where parent = any($1) and member_index is not null",
    [parents],
  );
  return row?.times ?? 0;
}
