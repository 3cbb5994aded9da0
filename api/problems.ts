import type { Issue } from "../contracts/issues.js";

/** Every kind of refusal: `type` of a problem document is `urn:avalanche:problem:<name>` (RFC 9457). */
export const PROBLEMS = {
  "invalid-request": { status: 400, title: "The request is not valid" },
  "invalid-json": { status: 400, title: "The body is not valid JSON" },
  "invalid-upload": { status: 400, title: "The upload is not valid" },
  unauthorized: { status: 401, title: "A valid token is needed" },
  forbidden: { status: 403, title: "This is not allowed to you" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "This method is not allowed here" },
  "not-acceptable": { status: 406, title: "There is no such form of the answer" },
  "not-ready": { status: 409, title: "The job is not ready" },
  "job-failed": { status: 409, title: "The job failed and has no result" },
  "job-revoked": { status: 409, title: "The job was cancelled and has no result" },
  "nothing-failed": { status: 409, title: "No member failed" },
  "not-apart": { status: 409, title: "The job is a part of its parent's workflow" },
  "already-finished": { status: 409, title: "The job has already finished" },
  "idempotency-conflict": { status: 409, title: "The Idempotency-Key was used for another request" },
  "purge-outdated": { status: 409, title: "Other jobs match than the dry run told of" },
  "reference-needed": { status: 409, title: "The reference is still needed" },
  "too-large": { status: 413, title: "The request is too large" },
  "unsupported-media-type": { status: 415, title: "The Content-Type is not supported" },
  "range-not-satisfiable": { status: 416, title: "The file has no such part" },
  "wrong-host": { status: 421, title: "The request is for another host" },
  "too-many-members": { status: 422, title: "The job has too many members" },
  "too-many-submits": { status: 429, title: "Too many submits in a short time" },
  "quota-exceeded": { status: 429, title: "Too many open jobs" },
  "too-many-streams": { status: 429, title: "Too many requests wait at once" },
  internal: { status: 500, title: "Something unexpected happened" },
  unavailable: { status: 503, title: "A service that is needed does not answer" },
  "storage-full": { status: 507, title: "The disk is full" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemName = keyof typeof PROBLEMS;

/** A refusal, thrown anywhere in the API; the filter makes the answer of it. */
export class Problem extends Error {
  readonly type: ProblemName;
  readonly issues: Issue[] | undefined;
  readonly headers: Record<string, string>;

  constructor(type: ProblemName, detail: string, options: { issues?: Issue[]; headers?: Record<string, string>; cause?: unknown } = {}) {
    super(detail, { cause: options.cause });
    this.name = "Problem";
    this.type = type;
    this.issues = options.issues;
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return PROBLEMS[this.type].status;
  }
}

/** The answer's body. */
export function toDocument(problem: Problem, correlationId: string) {
  const { status, title } = PROBLEMS[problem.type];
  return {
    type: `urn:avalanche:problem:${problem.type}`,
    title,
    status,
    detail: problem.message,
    ...(problem.issues ? { issues: problem.issues } : {}),
    correlation_id: correlationId,
  };
}
