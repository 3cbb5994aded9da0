import type { Queue } from "./queues.js";

/** A file as it was at submit: the first stage refuses another one in its place. */
export interface NotedFile {
  /** Relative to the data root. */
  path: string;
  sizeBytes: number;
  modifiedMs: number;
  inode: number;
}

/** All that a job needs, resolved at submit: later changes of the registry do not touch it. */
export interface JobInput<P = unknown> {
  id: string;
  owner: string;
  task: string;
  queue: Queue;
  params: P;
  notedFiles: NotedFile[];
  /** 1 (highest) to 5. */
  priority: number;
  /** Running time of the whole job, in seconds; null: no limit but that of each stage. */
  limits: TimeLimits<number | null>;
  stageLimits: TimeLimits<number>;
  retry: RetryRule;
}

export interface TimeLimits<T> {
  softSeconds: T;
  hardSeconds: T;
}

export interface RetryRule {
  maxRetries: number;
  /** The first wait; doubled each time up to the cap. */
  delaySeconds: number;
  capSeconds: number;
}

/** Which part of which job an activity works on; goes with every stage's input as `run`. */
export interface StageRun {
  jobId: string;
  task: string;
  owner: string;
  /** snake_case, as shown: `trim_primers`. */
  stage: string;
  /** The sample or other part of the job; empty where the stage works on all of them. */
  subject: string;
  /** Counts from 1; the attempts that `max_retries` allows. Lost workers are counted by Temporal. */
  tryNumber: number;
  /** Running time that is left, in milliseconds. */
  softMs: number;
  hardMs: number;
  /** The limits as they were set, for messages. */
  limits: TimeLimits<number>;
  /** Where the try before this one stopped, if its worker was shut down. */
  checkpoint?: unknown;
  /** How many times the memory of the first try its tools get; 1 where nothing is said. */
  memoryScale?: number;
}

/** The memory that a tool might take. */
export interface MemoryLimit {
  limitBytes: number;
  /** What all tools may take together on that machine: no limit is higher. */
  mostBytes: number;
}

/** From and to, in milliseconds since 1970. */
export type Span = [number, number];

export interface StageReport {
  state: "ran" | "reused";
  startedMs: number;
  endedMs: number;
  /** When it ran, without the waits for its share of the machine. */
  spans: Span[];
  /** Why it ran and was not found in the cache, in one sentence. */
  why?: string;
  warnings: string[];
  /** Tool -> version. */
  versions: Record<string, string>;
  /** The commands as run, with file names instead of paths. */
  commands: string[];
}

/** What every stage's activity gives back. */
export interface StageOutput<T> {
  value: T;
  report: StageReport;
}

/** A step that the job will take, as known so far. */
export interface PlannedStage {
  name: string;
  /** How many parts it has (samples), at least 1. */
  subjects: number;
}

/** What a job's workflow answers to the query `progress`. */
export interface WorkflowProgress {
  stages: { name: string; state: "waiting" | "running" | "ran" | "reused" | "failed"; current: number; total: number }[];
}

/** Told to the workflow with every error of an activity. */
export interface FailureDetail {
  /** Whether the stage may be tried again. */
  retried: boolean;
  logTail?: string;
  /** When the attempt ran. */
  spans: Span[];
  /** Of an attempt whose worker was shut down. */
  checkpoint?: unknown;
  /** Where memory was the reason. */
  memory?: MemoryLimit;
}
