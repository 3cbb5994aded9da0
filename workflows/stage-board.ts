import { defineQuery } from "@temporalio/workflow";
import { fewWarnings } from "./few-warnings.js";
import type { PlannedStage, Span, StageReport, WorkflowProgress } from "../contracts/job.js";

export const progressQuery = defineQuery<WorkflowProgress>("progress");

interface Row {
  subjects: number;
  running: number;
  reports: StageReport[];
  /** When attempts ran that failed. */
  lost: Span[];
  failed: boolean;
}

export interface StageSummary {
  name: string;
  state: "ran" | "reused";
  seconds: number;
  why?: string;
}

/** What the workflow knows of its stages. */
export class StageBoard {
  readonly #rows = new Map<string, Row>();
  /** The stage that ended the job; not those that were cancelled because of it. */
  failedStage: string | undefined;

  plan(stages: PlannedStage[]): void {
    const names = new Set(stages.map((stage) => stage.name));
    for (const [name, row] of this.#rows) if (!names.has(name) && row.reports.length === 0 && row.running === 0) this.#rows.delete(name);
    for (const { name, subjects } of stages) this.#row(name).subjects = subjects;
  }

  get hasBegun(): boolean {
    return [...this.#rows.values()].some((row) => row.reports.length > 0);
  }

  begin(stage: string): void {
    const row = this.#row(stage);
    row.running++;
    row.failed = false;
  }

  end(stage: string, report: StageReport): void {
    const row = this.#row(stage);
    row.running--;
    row.reports.push(report);
  }

  /** An attempt ended without a result. */
  leave(stage: string, spans: Span[], hasFailed: boolean): void {
    const row = this.#row(stage);
    row.running--;
    row.lost.push(...spans);
    row.failed = hasFailed;
  }

  /** The job's running time so far: the time in which at least one of its stages ran, in milliseconds. */
  get runningMs(): number {
    const spans = [...this.#rows.values()].flatMap(({ reports, lost }) => [...reports.flatMap((report) => report.spans), ...lost]);
    let sumMs = 0;
    let untilMs = 0;
    for (const [startedMs, endedMs] of spans.sort(([a], [b]) => a - b)) {
      sumMs += Math.max(0, endedMs - Math.max(startedMs, untilMs));
      untilMs = Math.max(untilMs, endedMs);
    }
    return sumMs;
  }

  progress(): WorkflowProgress {
    return {
      stages: [...this.#rows].map(([name, row]) => ({
        name,
        state: stateOf(row),
        current: row.reports.length,
        total: row.subjects,
      })),
    };
  }

  /** For the result: a stage of many samples was reused only if it was for each of them. */
  summary(): StageSummary[] {
    return [...this.#rows]
      .filter(([, row]) => row.reports.length > 0)
      .map(([name, { reports }]) => {
        const ran = reports.filter((report) => report.state === "ran");
        const seconds = Math.max(...reports.map((report) => report.endedMs)) - Math.min(...reports.map((report) => report.startedMs));
        const why = [...new Set(ran.flatMap((report) => report.why ?? []))].slice(0, 3).join("; ");
        return { name, state: ran.length > 0 ? "ran" : "reused", seconds: seconds / 1000, ...(why ? { why } : {}) };
      });
  }

  /** Warnings of all stages. */
  get warnings(): string[] {
    return fewWarnings(this.#reports().flatMap((report) => report.warnings));
  }

  /** Tool -> version. */
  get versions(): Record<string, string> {
    return Object.assign({}, ...this.#reports().map((report) => report.versions)) as Record<string, string>;
  }

  /** Stage -> its commands, each once: samples differ in their files, not in their commands. */
  get commands(): Record<string, string[]> {
    const commands = [...this.#rows].map(([name, row]): [string, string[]] => [
      name,
      [...new Set(row.reports.flatMap((report) => report.commands))],
    ]);
    return Object.fromEntries(commands.filter(([, lines]) => lines.length > 0));
  }

  #reports(): StageReport[] {
    return [...this.#rows.values()].flatMap((row) => row.reports);
  }

  #row(name: string): Row {
    const known = this.#rows.get(name);
    if (known) return known;
    const row: Row = { subjects: 1, running: 0, reports: [], lost: [], failed: false };
    this.#rows.set(name, row);
    return row;
  }
}

function stateOf(row: Row): WorkflowProgress["stages"][number]["state"] {
  if (row.reports.length >= row.subjects) return row.reports.some((report) => report.state === "ran") ? "ran" : "reused";
  if (row.failed) return "failed";
  return row.running > 0 || row.reports.length > 0 ? "running" : "waiting";
}
