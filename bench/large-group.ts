import { Client, Connection } from "@temporalio/client";
import { readEndpoints } from "../local/endpoints.js";
import type { DevStack } from "../test/e2e/dev-stack.js";
import { seconds } from "./interleaved.js";
import { assertNoneTwice } from "./tagged-jobs.js";
import type { BenchOptions, Row } from "./benchmark.js";

const MEMBERS = 10_000;
const FAILING = 100;
/** From here on Temporal warns. */
const MOST_EVENTS = 10_240;
const WITHIN_SECONDS = 3600;

/** The largest group there may be: of no-ops, which share activities, and of members with an activity each. */
export async function largeGroup({ stack }: BenchOptions): Promise<Row[]> {
  return [await measured(stack, "no-ops", 0), await measured(stack, "members of 10 ms, an activity each", 0.01)];
}

async function measured(stack: DevStack, what: string, memberSeconds: number): Promise<Row> {
  const tag = `large-group-${memberSeconds}`;
  const members = Array.from({ length: MEMBERS }, (_, place) => ({
    task: "noop",
    params: { seconds: memberSeconds, fail_times: place < FAILING ? 1000 : 0 },
    options: { max_retries: 0 },
  }));
  let id = "";
  const took = await seconds(async () => {
    id = await stack.submit("group", { members }, { tags: [tag] });
    await stack.untilFinal(id, WITHIN_SECONDS * 1000);
  });
  await assertNoneTwice(stack, tag);
  const tally = (await stack.job(id)).members;
  const events = await longestHistory(stack, id);
  return {
    name: `a group of ${MEMBERS.toLocaleString("en-US")} ${what}`,
    measured: `${took.toFixed(0)} s; ${tally?.success} succeeded, ${tally?.failure} failed as told; longest history ${events} events`,
    target: `all end, no history above ${MOST_EVENTS.toLocaleString("en-US")} events`,
    reached: tally?.success === MEMBERS - FAILING && tally.failure === FAILING && events <= MOST_EVENTS,
  };
}

/** Of the job's workflows, each run of those that continue as new counted for itself. */
async function longestHistory(stack: DevStack, id: string): Promise<number> {
  const connection = await Connection.connect({ address: readEndpoints(stack.home)?.temporal ?? "" });
  try {
    const client = new Client({ connection });
    let longest = 0;
    for await (const { workflowId, runId } of client.workflow.list({ query: `WorkflowId STARTS_WITH "${id}"` })) {
      const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      longest = Math.max(longest, events?.length ?? 0);
    }
    return longest;
  } finally {
    await connection.close();
  }
}
