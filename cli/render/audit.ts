import type { Audit } from "../api/types.js";
import { flatJson } from "./compact-json.js";
import { table } from "./table.js";
import { oneLine, time } from "./text.js";

/** A line for each thing that was done. */
export function renderAudit(entries: Audit["entries"]): string {
  const rows = entries.map(({ at, actor, action, job_id: job, detail }) => [
    time(at),
    oneLine(actor),
    action,
    job ?? "",
    Object.entries(detail)
      .map(([name, value]) => `${name} ${oneLine(typeof value === "string" ? value : flatJson(value))}`)
      .join(", "),
  ]);
  return table([{ heading: "When (UTC)" }, { heading: "Who" }, { heading: "Did" }, { heading: "Job" }, { heading: "" }], rows);
}
