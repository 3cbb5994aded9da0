import assert from "node:assert/strict";
import type { DevStack } from "../test/e2e/dev-stack.js";

export interface Tally {
  success: number;
  failure: number;
}

/** A job with members, to its end as the client sees it. @throws unless so many members ended so @returns its id */
export async function submitParent(stack: DevStack, task: "group" | "chord", params: object, tag: string, ends: Tally): Promise<string> {
  const id = await stack.submit(task, params, { tags: [tag] });
  await untilMembersEnd(stack, id, ends);
  return id;
}

export async function untilMembersEnd(stack: DevStack, id: string, ends: Tally): Promise<void> {
  const response = await stack.call(`/jobs/${id}/wait?timeout=290`);
  const job = (await response.json()) as { ready: boolean; state: string; members?: Tally; error: unknown };
  const { success, failure } = job.members ?? {};
  const told = `${id} is ${job.state}: ${JSON.stringify(job.error)}`;
  assert.equal(response.status, 200, told);
  assert.deepEqual({ success, failure }, { success: ends.success, failure: ends.failure }, told);
}
