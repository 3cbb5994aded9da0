/**
 * Text from outside (sample names, logs, messages) without what would steer a terminal: control characters and marks
 * that turn the writing direction are shown as `\u{1b}`. Line ends and tabs stay.
 */
export function plain(text: string): string {
  return text.replace(STEERING, (letter) => `\\u{${letter.codePointAt(0)!.toString(16)}}`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** `plain` on one line. */
export function oneLine(text: string): string {
  return plain(text.replace(/\s*[\r\n]+\s*/g, " ").replaceAll("\t", " "));
}

/** At most so many letters; `…` stands for what was cut. */
export function cut(text: string, length: number): string {
  const letters = [...text];
  return letters.length <= length ? text : `${letters.slice(0, Math.max(0, length - 1)).join("")}…`;
}

/** `1234567` -> `1,234,567`, whatever the machine's language. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

export function size(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${units[power]}`;
}

/** `75` -> `1 min 15 s`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `2026-11-24T12:03:04.000Z` -> `2026-11-24 12:03:04`; the times of the API are UTC. */
export function time(iso: string | null): string {
  return iso === null ? "" : iso.slice(0, 19).replace("T", " ");
}
