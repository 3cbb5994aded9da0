import type { Job, JobDetail } from "../api/types.js";
import { flatJson } from "./compact-json.js";
import { type Column, indented, table } from "./table.js";
import { count, cut, oneLine } from "./text.js";

type Counts = NonNullable<Job["members"]>;

/** The result of a job made of jobs, as far as it is shown. */
export interface MembersResult {
  members: Counts;
  partial: boolean;
  /** null: too many for the result; they stand in an artifact. */
  results: MemberResult[] | null;
  callback?: MemberResult | null;
  finally?: MemberResult | null;
}

interface MemberResult {
  id: string;
  task: string | null;
  state: string;
  result: unknown;
  error: unknown;
}

export function isMembersResult(result: unknown): result is MembersResult {
  const given = result as Partial<MembersResult> | null;
  return typeof given === "object" && given !== null && typeof given.members?.total === "number" && given.results !== undefined;
}

const ROWS_SHOWN = 40;
const RESULT_WIDTH = 44;
const WHY_WIDTH = 60;

/** A line for each member with its result or error in short. */
export function renderMembersResult(result: MembersResult, jobId: string): string {
  const { members, results } = result;
  const after = [result.callback, result.finally].filter((one) => one !== undefined && one !== null);
  const shown = [...toShow(results ?? []), ...after];
  const rows = shown.map((one) => [oneLine(one.id.slice(jobId.length)), oneLine(one.task ?? ""), one.state, inShort(one)]);
  const more = (results ?? []).length - ROWS_SHOWN;
  return [
    countsText(members),
    rows.length === 0 ? "" : `\n${table(RESULT_COLUMNS, rows)}`,
    more > 0 ? `... and ${count(more)} more` : "",
    results === null
      ? `\nThe results of all members are in a file:  avalanche result ${jobId} --artifact results.json`
      : `\nThe whole of it:    avalanche result ${jobId} --json\nOf one member:      avalanche result ${jobId}.0`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** Of many, those that did not succeed before others; all in their order. */
function toShow(results: MemberResult[]): MemberResult[] {
  const badFirst = [...results.filter(({ state }) => state !== "SUCCESS"), ...results.filter(({ state }) => state === "SUCCESS")];
  const chosen = new Set(badFirst.slice(0, ROWS_SHOWN));
  return results.filter((one) => chosen.has(one));
}

const RESULT_COLUMNS: Column[] = [{ heading: "Member" }, { heading: "Task" }, { heading: "State" }, { heading: "Result" }];

function inShort({ result, error }: MemberResult): string {
  if (error !== null) return cut(errorText(error as Partial<Record<"type" | "message", string>>), RESULT_WIDTH);
  if (isMembersResult(result)) return countsText(result.members);
  const { samples, features } = (result ?? {}) as { samples?: unknown; features?: unknown };
  if (Array.isArray(samples) && typeof features === "number") return `${plural(samples.length, "sample")}, ${plural(features, "feature")}`;
  return result === null ? "" : cut(oneLine(flatJson(result)), RESULT_WIDTH);
}

function errorText({ type = "", message = "" }: { type?: string; message?: string }): string {
  return oneLine(`${type}: ${message}`);
}

/** `3 members: 2 succeeded, 1 failed`; those that have not ended are named too. */
export function countsText({ total, success, failure, revoked }: Counts): string {
  const open = total - success - failure - revoked;
  const parts = [
    [success, "succeeded"],
    [failure, "failed"],
    [revoked, "cancelled"],
    [open, "not done"],
  ] as const;
  const told = parts.filter(([value]) => value > 0).map(([value, what]) => `${count(value)} ${what}`);
  return `${plural(total, "member")}${told.length === 0 ? "" : `: ${told.join(", ")}`}`;
}

function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/**
 * What `status` says of the members: those that failed, and how to see the others.
 *
 * @param failed some of those that failed
 */
export function renderFailedMembers(job: Pick<JobDetail, "id" | "ready" | "members" | "partial">, failed: readonly Job[]): string {
  if (!job.members) return "";
  const rows = failed.map((one) => [one.id, one.task, one.error ? cut(errorText(one.error), WHY_WIDTH) : ""]);
  const more = job.members.failure - failed.length;
  const list =
    rows.length === 0 ? [] : ["Members that failed", indented(table([{ heading: "Job" }, { heading: "Task" }, { heading: "Why" }], rows))];
  return [
    ...list,
    ...(rows.length > 0 && more > 0 ? [`  ... and ${count(more)} more:  avalanche list --parent ${job.id} --state FAILURE`] : []),
    ...(list.length > 0 ? [""] : []),
    `All members:        avalanche list --parent ${job.id}`,
    ...(job.ready && (job.partial || job.members.success < job.members.total)
      ? [`Run the rest again: avalanche retry ${job.id} --only-failed`]
      : []),
  ].join("\n");
}
