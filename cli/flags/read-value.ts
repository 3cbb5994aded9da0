import type { TaskFlag } from "./task-flag.js";

/** A flag's text is not what the flag takes; the message says what it takes. */
export class BadValue extends Error {
  override readonly name = "BadValue";
}

/**
 * The value that a flag's text stands for: `"0.9"` -> `0.9`. Ranges are left to the API, which names every problem at once.
 *
 * @throws {BadValue}
 */
export function readValue(flag: Pick<TaskFlag, "kind" | "choices">, text: string): unknown {
  const value = READERS[flag.kind](text);
  if (flag.choices.length > 0 && !flag.choices.includes(value as string | number)) {
    throw new BadValue(`It must be one of ${flag.choices.join(", ")}.`);
  }
  return value;
}

const READERS: Record<TaskFlag["kind"], (text: string) => unknown> = {
  text: (text) => text,
  number: (text) => readNumber(text, "It must be a number, such as 0.8."),
  integer: (text) => {
    const value = readNumber(text, "It must be a whole number.");
    if (!Number.isSafeInteger(value)) throw new BadValue("It must be a whole number.");
    return value;
  },
  boolean: (text) => {
    if (text !== "true" && text !== "false") throw new BadValue("It must be true or false.");
    return text === "true";
  },
  json: (text) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new BadValue("It must be JSON, such as '{\"name\": 1}' or '[1, 2]', in single quotes for the shell.");
    }
  },
};

// `Number` also takes "", " 1", "0x10" and "Infinity", which nobody means here.
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function readNumber(text: string, refusal: string): number {
  const value = Number(text);
  if (!DECIMAL.test(text) || !Number.isFinite(value)) throw new BadValue(refusal);
  return value;
}
