import { z } from "zod";
import { QUEUES } from "./queues.js";

/** A queue by its name; another name is refused with the list. */
export const queue = z.enum(QUEUES, { error: ({ input }) => noQueue(input) });

export function noQueue(name: unknown): string {
  const shown = (JSON.stringify(name) ?? "nothing").slice(0, 80);
  return `there is no queue ${shown}; the queues are ${QUEUES.join(", ")}`;
}
