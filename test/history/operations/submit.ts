import { randomUUID } from "node:crypto";
import type { Client } from "../client.js";
import type { Entry, Expected } from "../history.js";

export interface Submission {
  task: string;
  params: unknown;
  options: Record<string, unknown>;
  expected: Expected;
}

/** More jobs than this at once would wait for each other, not for what happens to the parts. */
const MOST_OPEN = 32;

/** Submits until it is known what became of it, each time with the same key; some clients lose patience. */
export async function submit(client: Client, submission: Submission): Promise<void> {
  if (client.board.openCount >= MOST_OPEN) return;
  const key = randomUUID();
  while ((await submitOnce(client, submission, key)).phase === "info" && !client.random.chance(0.05)) {
    if (client.over.aborted) return;
    await client.pause(200, 1000);
  }
}

export function submitOnce(client: Client, { task, params, options, expected }: Submission, key: string): Promise<Entry> {
  const init = { method: "POST", body: JSON.stringify({ task, params, options }), headers: { "Idempotency-Key": key } };
  return client.call("submit", { key, task, expected }, "/jobs", init, (body) => {
    const { id: job } = body as { id: string };
    client.board.notice(job, "PENDING");
    return { job };
  });
}
