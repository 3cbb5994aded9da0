import { JobFailure } from "../contracts/failures.js";

const MESSAGE_BYTES = 3000;
const LOG_TAIL_BYTES = 8 * 1024;
const CAUSE_BYTES = 800;
const STACK_BYTES = 1500;

/** A failure that stays small whatever a tool or a library wrote: it goes to the history, the record and every list. */
export function shortFailure(failure: JobFailure): JobFailure {
  const { type, message, logTail, memory, cause } = failure;
  const short = new JobFailure(type, cutEnd(message, MESSAGE_BYTES), {
    ...(logTail ? { logTail: cutStart(logTail, LOG_TAIL_BYTES) } : {}),
    ...(memory ? { memory } : {}),
    ...(cause === undefined ? {} : { cause: shortCause(cause) }),
  });
  short.stack = stackOf(failure);
  return short;
}

/** The error behind an error, without those behind it in turn. */
function shortCause(cause: unknown): Error {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const short = new Error(cutEnd(error.message, CAUSE_BYTES));
  short.name = error.name;
  short.stack = stackOf(error);
  return short;
}

/** Where it came from; what it says stands in the message. */
function stackOf({ name, stack = "" }: Error): string {
  const places = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return cutEnd([name, ...places].join("\n"), STACK_BYTES);
}

function cutEnd(text: string, bytes: number): string {
  // No more characters than bytes: a text of megabytes is not encoded whole.
  const encoded = Buffer.from(text.slice(0, bytes + 1));
  if (text.length <= bytes && encoded.length <= bytes) return text;
  return `${encoded
    .subarray(0, bytes)
    .toString()
    .replace(/\uFFFD+$/, "")} ...`;
}

function cutStart(text: string, bytes: number): string {
  const encoded = Buffer.from(text.slice(-bytes));
  return encoded
    .subarray(-bytes)
    .toString()
    .replace(/^\uFFFD+/, "");
}
