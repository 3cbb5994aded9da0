/** Where a command writes: results on standard output, notes on standard error. */
export interface Screen {
  /** One JSON document, or one a line for streams, instead of text. */
  json: boolean;
  /** Whether a person sees standard output. */
  interactive: boolean;
  /** A line of the command's result. */
  line(text: string): void;
  /** Text as it is, without a line end. */
  write(text: string): void;
  /** A line that is no part of the result. */
  note(text: string): void;
  /** A JSON document: over several lines, or on one. */
  document(value: unknown, form?: "pretty" | "one line"): void;
}

export function createScreen(options: { json?: boolean }): Screen {
  const write = (text: string) => void process.stdout.write(text);
  return {
    json: options.json === true,
    interactive: process.stdout.isTTY === true,
    write,
    line: (text) => write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    document: (value, form = "pretty") => write(`${JSON.stringify(value, null, form === "pretty" ? 2 : 0)}\n`),
  };
}
