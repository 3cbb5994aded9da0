/** What the command line answers to the shell. */
export const EXIT = {
  success: 0,
  /** The job failed or was revoked, or `doctor` found something. */
  failed: 1,
  /** Bad usage or bad parameters: every 4xx but 429. */
  usage: 2,
  /** The service cannot be reached: 429, 5xx, no connection. */
  unreachable: 3,
  /** The job goes on. */
  timeout: 4,
  interrupted: 130,
} as const;

/** Ends the command with a message on standard error and a status. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly status: number;

  constructor(message: string, status: number = EXIT.usage) {
    super(message);
    this.status = status;
  }
}
