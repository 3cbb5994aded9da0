import type { Job } from "../../e2e/dev-stack.js";
import { type Client, seenOf } from "../client.js";
import type { Operation } from "./operation.js";

/** Looks at one job, mostly at one that runs. */
export const read: Operation = {
  name: "read",
  weight: 50,
  async run(client) {
    const job = client.board.draw(client.random, client.random.chance(0.2));
    if (job !== undefined) await readJob(client, job);
  },
};

export async function readJob(client: Client, job: string): Promise<void> {
  await client.call("read", { job }, `/jobs/${job}`, {}, (body) => ({ seen: [seenOf(body as Job)] }));
}

/** Looks at the newest jobs, also at those whose submit was never answered. */
export const list: Operation = {
  name: "list",
  weight: 9,
  async run(client) {
    await client.call("list", {}, "/jobs?page_size=40", {}, (body) => ({ seen: (body as { jobs: Job[] }).jobs.map(seenOf) }));
  },
};
