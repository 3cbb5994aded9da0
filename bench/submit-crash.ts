import assert from "node:assert/strict";
import type { DevStack } from "../test/e2e/dev-stack.js";
import { until } from "../test/until.js";
import type { CeleryStack } from "./celery-stack.js";
import { onEach } from "./interleaved.js";
import type { Row } from "./benchmark.js";

const CONNECTIONS = 16;
const ACCEPTED_BEFORE = 500;
const WATCHED_SECONDS = 30;

/** kill -9 of everything while jobs are being submitted; then all is started again. */
export async function submitThroughCrash(stack: DevStack, celery: CeleryStack): Promise<Row> {
  const tag = "submit-crash";
  const accepted = await untilCut(
    () => stack.submit("noop", {}, { tags: [tag] }),
    () => stack.killAll(),
  );
  await stack.up();
  let lost = 0;
  await onEach(CONNECTIONS, accepted, async (id) => {
    const response = await stack.call(`/jobs/${id}/wait?timeout=290`);
    const { state } = (await response.json()) as { state?: string };
    if (state !== "SUCCESS") lost++;
  });

  const peerAccepted = await untilCut(
    () => celery.submit(),
    () => celery.killAll(),
  );
  await celery.up();
  const peerDone = await celery.ask("succeeded", { ids: peerAccepted, within: WATCHED_SECONDS });
  assert.equal(lost, 0, `accepted jobs that were lost, of ${accepted.length}`);
  return {
    name: "submit, then kill -9 of everything",
    measured: `0 of ${accepted.length} accepted jobs lost`,
    peer: `${peerDone} of ${peerAccepted.length} done after ${WATCHED_SECONDS} s; what a worker held waits for the visibility timeout`,
    target: "0 lost",
    reached: true,
  };
}

/** Submits until nothing answers any more. @returns what was accepted */
async function untilCut(submit: () => Promise<string>, cut: () => Promise<void>): Promise<string[]> {
  const accepted: string[] = [];
  let isCut = false;
  const submitting = Array.from({ length: CONNECTIONS }, async () => {
    while (!isCut) {
      const id = await submit().catch((error: Error) => {
        if (!isCut) throw error;
        return null;
      });
      if (id !== null) accepted.push(id);
    }
  });
  const all = Promise.all(submitting);
  await Promise.race([all, until("enough jobs to be accepted", () => accepted.length >= ACCEPTED_BEFORE, 120_000)]);
  isCut = true;
  await cut();
  await all;
  return accepted;
}
