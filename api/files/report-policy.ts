/** The report's own policy stands within them, before anything that was written from data. */
export const REPORT_HEAD_BYTES = 400;

const OWN_POLICY =
  /^<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; (style-src 'sha256-[\w+/]{43}='; script-src 'sha256-[\w+/]{43}=')">/;

/**
 * What a browser allows a report that we answer: its one style and its one script, told by their hashes, in a place of
 * their own, without network, forms and frames. A file that does not begin as our reports do gets neither.
 *
 * @param head the first bytes of the file
 */
export function reportPolicy(head: string): string {
  const own = OWN_POLICY.exec(head)?.[1];
  return [
    "default-src 'none'",
    ...(own ? [own] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "sandbox allow-scripts",
  ].join("; ");
}
