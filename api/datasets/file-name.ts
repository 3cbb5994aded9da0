import { unstorable } from "../body/strict-json.js";

const MAX_BYTES = 255;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** The name as it was meant: browsers write a quote within a name as %22 (HTML standard, multipart/form-data). */
export function fileNameOf(given: string | undefined): string {
  return (given ?? "").replaceAll("%22", '"').replaceAll(/%0d/gi, "\r").replaceAll(/%0a/gi, "\n");
}

/** What is wrong with the name of an uploaded file; undefined where it is a plain name. */
export function nameIssue(name: string): string | undefined {
  if (name === "") return "a file has no name";
  if (Buffer.byteLength(name) > MAX_BYTES) return `a name has at most ${MAX_BYTES} bytes`;
  if (/[/\\]/.test(name) || name === "." || name === "..") return "a name holds no path; send the files by their plain names";
  if (CONTROL.test(name) || unstorable(name)) return "a name holds no control characters";
  return undefined;
}
