import type { Client } from "../client.js";
import type { Operation } from "./operation.js";
import { type Submission, submit } from "./submit.js";

/** Some noops in one job. */
export const group: Operation = {
  name: "group",
  weight: 2,
  run: (client) => submit(client, newGroup(client)),
};

export function newGroup({ random }: Client): Submission {
  const members = Array.from({ length: random.whole(2, 12) }, () => ({
    task: "noop",
    params: { seconds: random.chance(0.5) ? 0 : 1, fail_times: random.chance(0.9) ? 0 : 1 },
    options: { max_retries: 3, retry_delay: 0.3 },
  }));
  return { task: "group", params: { members }, options: { tags: ["history"] }, expected: { state: "SUCCESS" } };
}
