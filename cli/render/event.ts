import type { JobEvent, LogChunk } from "../api/types.js";
import { oneLine, plain, time } from "./text.js";

/** `2026-11-24 12:03:04 PROGRESS trim_primers: Trimming primers`. */
export function renderEvent(event: JobEvent): string {
  const what = event.state ?? event.type;
  const where = event.stage ? ` ${event.stage}` : "";
  const again = event.next_retry_at ? ` (tries again at ${event.next_retry_at.slice(11, 19)} UTC)` : "";
  const message = oneLine(event.message);
  return `${time(event.at)} ${what}${where}${message === "" ? "" : `: ${message}`}${again}`;
}

/** A chunk of a tool's log under the stage and sample that it is of; the heading only where these change. */
export function renderLog(chunk: LogChunk, before: LogChunk | undefined): string {
  const same = before?.stage === chunk.stage && before.subject === chunk.subject;
  const heading = same
    ? ""
    : `${before === undefined ? "" : "\n"}== ${chunk.stage}${chunk.subject === "" ? "" : ` (${oneLine(chunk.subject)})`}\n`;
  return heading + plain(chunk.text.replaceAll("\r\n", "\n").replace(/\r/g, "\n"));
}
