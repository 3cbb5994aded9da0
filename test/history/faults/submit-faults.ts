import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { newNoop } from "../operations/noop.js";
import { submitOnce } from "../operations/submit.js";
import { API, type Fault } from "./fault.js";
import { find, partOf, signal } from "./signals.js";

/** The API falls in the middle of submits; those without an answer come again under their keys. */
export const killApi: Fault = {
  name: "kill-api",
  inject: async ({ stack, client, random }) => {
    const pid = await find(stack, partOf(API));
    const keys = Array.from({ length: 15 }, () => ({ key: randomUUID(), submission: newNoop(client) }));
    const sendAll = () => Promise.all(keys.map(({ key, submission }) => submitOnce(client, submission, key)));
    const sent = sendAll();
    await sleep(random.between(0, 60));
    const killed = pid !== undefined && signal(pid, "SIGKILL");
    await sent;
    await find(stack, partOf(API));
    await sendAll();
    return killed ? `during ${keys.length} submits` : null;
  },
};

/** One submission a hundred times at once. */
export const repeatSubmit: Fault = {
  name: "repeat-submit",
  inject: async ({ client }) => {
    const [key, submission] = [randomUUID(), newNoop(client)];
    const answers = await Promise.all(Array.from({ length: 100 }, () => submitOnce(client, submission, key)));
    const accepted = answers.filter(({ phase }) => phase === "ok").length;
    return accepted > 1 ? `100 times one key, ${accepted} times accepted` : null;
  },
};
