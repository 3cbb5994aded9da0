import type { QueueEntry } from "../api/types.js";
import { type Column, table } from "./table.js";
import { count, duration, oneLine } from "./text.js";

const COLUMNS: (Column & { value(queue: QueueEntry): string })[] = [
  { heading: "Queue", value: ({ queue }) => queue },
  { heading: "Queued", align: "right", value: ({ queued }) => count(queued) },
  { heading: "Running", align: "right", value: ({ running }) => count(running) },
  { heading: "Retrying", align: "right", value: ({ retrying }) => count(retrying) },
  { heading: "Paused", align: "right", value: ({ paused }) => count(paused) },
  { heading: "Scheduled", align: "right", value: ({ scheduled }) => count(scheduled) },
  { heading: "Oldest waits", align: "right", value: ({ oldest_queued_seconds: age }) => (age === null ? "" : duration(age)) },
  { heading: "Rate", align: "right", value: rateOf },
  { heading: "Workers", value: ({ workers }) => workers.map(({ identity, slots }) => `${oneLine(identity)} (${slots})`).join(", ") },
];

/** A line for each queue; behind a worker stands how many stages it runs at once. */
export function renderQueues(queues: readonly QueueEntry[]): string {
  return table(
    COLUMNS,
    queues.map((queue) => COLUMNS.map((column) => column.value(queue))),
  );
}

function rateOf({ per_second: perSecond, rate_applied: isApplied }: QueueEntry): string {
  if (perSecond === null) return "";
  return `${perSecond}/s${isApplied ? "" : " (not yet)"}`;
}
