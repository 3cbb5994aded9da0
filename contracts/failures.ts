import type { MemoryLimit } from "./job.js";

/**
 * Every way in which a job can fail. `retried` says whether the workflow starts the stage again;
 * `meaning` is shown in the docs.
 */
export const FAILURES = {
  InvalidInput: { retried: false, meaning: "A file does not hold what its format promises; the message names file and line." },
  InputRefused: { retried: false, meaning: "The path is a link, a device or something else that is never read." },
  InputChanged: { retried: false, meaning: "The file is another one than at submit." },
  InputNotFound: { retried: false, meaning: "The file, data set or reference does not exist." },
  NothingLeft: { retried: false, meaning: "No read was left after a stage; the message names the stage and the parameter to look at." },
  CountMismatch: { retried: false, meaning: "A tool lost reads without saying so; nothing of its output was kept." },
  ToolFailed: { retried: true, meaning: "A tool ended with an error; the end of its log is kept." },
  ToolKilled: { retried: true, meaning: "A tool was killed from outside." },
  OutOfMemory: {
    retried: true,
    meaning: "A tool wanted more memory than it might take; each try gets twice as much, up to what the machine has for tools.",
  },
  ResultRefused: { retried: false, meaning: "What a stage gave back is no JSON, or is larger than 16 MB." },
  ArtifactLost: { retried: false, meaning: "A file that the job left for its later stages is missing or damaged; the message names it." },
  DiskFull: { retried: true, meaning: "The disk was full; partial files are gone." },
  SoftTimeLimit: { retried: false, meaning: "The running time reached `soft_time_limit`." },
  TimeLimit: { retried: false, meaning: "The running time reached `time_limit`." },
  MembersFailed: { retried: false, meaning: "Members of the job failed, and no more was to be done; `members` says how many." },
  WorkerLost: { retried: false, meaning: "The job lost its worker again and again and is quarantined." },
  Terminated: { retried: false, meaning: "The workflow was terminated from outside." },
  TimedOut: { retried: false, meaning: "The workflow reached a timeout set from outside." },
  Internal: { retried: true, meaning: "An error that Avalanche did not expect." },
} as const satisfies Record<string, { retried: boolean; meaning: string }>;

export type FailureType = keyof typeof FAILURES;

/** What is kept of a failure, in the job's record and in its events. */
export interface JobError {
  type: FailureType;
  message: string;
  stage?: string;
  /** The last 8 KB of the tool's log. */
  log_tail?: string;
}

export function isFailureType(type: unknown): type is FailureType {
  return typeof type === "string" && Object.hasOwn(FAILURES, type);
}

/** An error with its place in the catalogue; thrown by tools and store, told to the workflow by the activity. */
export class JobFailure extends Error {
  readonly type: FailureType;
  readonly logTail: string | undefined;
  /** The limit that was too low, in OutOfMemory of a tool. */
  readonly memory: MemoryLimit | undefined;

  constructor(type: FailureType, message: string, options: { logTail?: string; memory?: MemoryLimit; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "JobFailure";
    this.type = type;
    this.logTail = options.logTail;
    this.memory = options.memory;
  }
}
