/** Text as PostgreSQL keeps it: it refuses NUL. */
export function storedText(text: string): string {
  return text.replaceAll("\0", "\uFFFD");
}

/** JSON as PostgreSQL keeps it: jsonb refuses NUL and half a surrogate pair, in keys too. */
export function storedJson(value: unknown): string {
  // JSON.stringify escapes just these; a pair of backslashes is a backslash, and what follows it is text.
  return JSON.stringify(value).replace(/\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g, (escape) => (escape === "\\\\" ? escape : "\\ufffd"));
}
