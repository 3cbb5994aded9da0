import type { z } from "zod";
import type * as api from "../contracts/api.js";

/** Which jobs are meant; the same for lists and for purges. */
export type JobFilter = Partial<Omit<z.output<typeof api.jobQuery>, "sort" | "page_size" | "page_token">>;

export interface Conditions {
  /** SQL over `jobs j`. */
  parts: string[];
  values: unknown[];
  /** Adds a value; its place in the SQL. */
  bind(value: unknown): string;
}

export function conditionsOf(owner: string, filter: JobFilter): Conditions {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const parts = [`j.owner = ${bind(owner)}`];
  for (const column of ["state", "task", "queue"] as const) {
    if (filter[column] !== undefined) parts.push(`j.${column} = ${bind(filter[column])}`);
  }
  parts.push(filter.parent === undefined ? "j.parent is null" : `j.parent = ${bind(filter.parent)}`);
  if (filter.submitted_by !== undefined) parts.push(`j.owner = ${bind(filter.submitted_by)}`);
  if (filter.tag !== undefined) parts.push(`j.tags @> array[${bind(filter.tag)}]`);
  if (filter.submitted_after !== undefined) parts.push(`j.submitted_at >= ${bind(filter.submitted_after)}`);
  if (filter.submitted_before !== undefined) parts.push(`j.submitted_at < ${bind(filter.submitted_before)}`);
  if (filter.scheduled !== undefined) parts.push(`(${SCHEDULED}) = ${bind(filter.scheduled)}`);
  if (filter.text !== undefined) {
    parts.push(
      `position(lower(${bind(filter.text)}) in lower(concat_ws(' ', j.id, j.task, array_to_string(j.tags, ' '), j.params::text))) > 0`,
    );
  }
  return { parts, values, bind };
}

/** Not yet due. */
const SCHEDULED = "j.state = 'PENDING' and coalesce(j.due_at > now(), false)";
