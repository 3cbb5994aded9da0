import { indented } from "./table.js";
import { oneLine } from "./text.js";

/** One thing that `avalanche doctor` looked at. */
export interface Check {
  name: string;
  ok: boolean;
  /** What was found: a version, an address, what is wrong. */
  found: string;
  /** What to do about it. */
  advice?: string;
}

/** Checks under a heading, a line each; what to do stands below the line. */
export function renderChecks(heading: string, checks: readonly Check[]): string {
  const lines = checks.map(({ name, ok, found, advice }) => {
    const line = `${ok ? "ok     " : "PROBLEM"}  ${oneLine(name)}${found === "" ? "" : `: ${oneLine(found)}`}`;
    return advice ? `${line}\n         -> ${oneLine(advice)}` : line;
  });
  return `${heading}\n${indented(lines.join("\n"))}`;
}

/** The last line: how many problems there are. */
export function renderVerdict(checks: readonly Check[]): string {
  const problems = checks.filter(({ ok }) => !ok).length;
  if (problems === 0) return "All is well.";
  return problems === 1 ? "1 problem found." : `${problems} problems found.`;
}
