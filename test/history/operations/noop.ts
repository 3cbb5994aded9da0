import type { Client } from "../client.js";
import type { Operation } from "./operation.js";
import { type Submission, submit } from "./submit.js";

const MOST_RETRIES = 3;

/** Noops of up to some seconds; some fail at first, some for good. Each that leaves a file has a size of its own. */
export const noop: Operation = {
  name: "noop",
  weight: 30,
  run: (client) => submit(client, newNoop(client)),
};

export function newNoop({ random, board }: Client): Submission {
  const seconds = random.chance(0.6) ? 0 : Math.round(random.between(0, 5) * 10) / 10;
  const failTimes = random.chance(0.8) ? 0 : random.whole(1, MOST_RETRIES + 1);
  const payloadBytes = random.chance(0.9) ? 1000 + board.token() : 0;
  const succeeds = failTimes <= MOST_RETRIES;
  return {
    task: "noop",
    params: { seconds, fail_times: failTimes, payload_bytes: payloadBytes },
    options: { max_retries: MOST_RETRIES, retry_delay: 0.3, priority: random.whole(1, 5), tags: ["history"] },
    expected: succeeds ? { state: "SUCCESS", payloadBytes } : { state: "FAILURE" },
  };
}
