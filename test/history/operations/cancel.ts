import type { Job } from "../../e2e/dev-stack.js";
import { type Client, seenOf } from "../client.js";
import type { Operation } from "./operation.js";

/** Cancels a job in whatever phase it is; now and then one that has ended, or one that was cancelled before. */
export const cancel: Operation = {
  name: "cancel",
  weight: 4,
  async run(client) {
    const job = client.board.draw(client.random, client.random.chance(0.1));
    if (job !== undefined) await cancelJob(client, job);
  },
};

export async function cancelJob(client: Client, job: string): Promise<void> {
  await client.call("cancel", { job }, `/jobs/${job}/cancel`, { method: "POST" }, (body) => ({ seen: [seenOf(body as Job)] }));
}
