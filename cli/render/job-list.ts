import type { Job } from "../api/types.js";
import { type Column, table } from "./table.js";
import { oneLine, time } from "./text.js";
import { lasted } from "./job.js";

const COLUMNS = {
  id: { heading: "Job", value: (job: Job) => job.id },
  task: { heading: "Task", value: (job: Job) => job.task },
  queue: { heading: "Queue", value: (job: Job) => job.queue },
  state: { heading: "State", value: (job: Job) => job.state },
  progress: { heading: "Done", align: "right", value: (job: Job) => (job.progress ? `${job.progress.percent}%` : "") },
  stage: { heading: "Stage", value: (job: Job) => job.progress?.stage ?? "" },
  priority: { heading: "Priority", align: "right", value: (job: Job) => String(job.priority) },
  submitted: { heading: "Submitted (UTC)", value: (job: Job) => time(job.submitted_at) },
  due: { heading: "Due (UTC)", value: (job: Job) => time(job.due_at) },
  started: { heading: "Started (UTC)", value: (job: Job) => time(job.started_at) },
  finished: { heading: "Finished (UTC)", value: (job: Job) => time(job.finished_at) },
  took: { heading: "Took", align: "right", value: (job: Job) => (job.started_at ? lasted(job) : "") },
  owner: { heading: "Submitted by", value: (job: Job) => oneLine(job.submitted_by) },
  tags: { heading: "Tags", value: (job: Job) => job.tags.map(oneLine).join(", ") },
  error: { heading: "Error", value: (job: Job) => (job.error ? oneLine(job.error.message) : "") },
} satisfies Record<string, Column & { value(job: Job): string }>;

export type JobColumn = keyof typeof COLUMNS;

export const JOB_COLUMNS = Object.keys(COLUMNS) as JobColumn[];

export const USUAL_COLUMNS: JobColumn[] = ["id", "task", "state", "progress", "submitted", "took", "tags"];

export const MEMBER_COLUMNS: JobColumn[] = ["id", "task", "state", "progress", "took", "error"];

export function renderJobs(jobs: readonly Job[], columns: readonly JobColumn[] = USUAL_COLUMNS): string {
  const chosen = columns.map((name) => COLUMNS[name]);
  return table(
    chosen,
    jobs.map((job) => chosen.map((column) => column.value(job))),
  );
}
