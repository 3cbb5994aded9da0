import { randomUUID } from "node:crypto";
import type { Client } from "./client.js";
import { newAnalysis } from "./operations/analysis.js";
import { newGroup } from "./operations/group.js";
import { newNoop } from "./operations/noop.js";
import { submitOnce } from "./operations/submit.js";

/** A job of each kind once all parts are well again: nothing of what happened is in its way. */
export async function submitAfterwards(client: Client): Promise<void> {
  for (const submission of [newNoop(client), await newAnalysis(client), newGroup(client)]) {
    await submitOnce(client, submission, randomUUID());
  }
}
