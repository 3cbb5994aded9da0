import { EXIT } from "../exit-status.js";
import type { TaskFlag } from "../flags/task-flag.js";

/** The body of a refusal, `application/problem+json`. */
export interface Problem {
  title: string;
  status: number;
  detail: string;
  issues?: { path: string; message: string }[] | undefined;
  correlation_id?: string | undefined;
}

/** The API answered, and refused. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly problem: Problem;
  /** The flags of the command that was refused: an issue names its flag. */
  flags: TaskFlag[] = [];

  constructor(problem: Problem) {
    super(`${problem.title}: ${problem.detail}`);
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status === 429 || this.problem.status >= 500 ? EXIT.unreachable : EXIT.usage;
  }
}

/** Nothing answered, or something that is not Avalanche. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
  readonly status = EXIT.unreachable;
}

/** A refusal's body, also where a proxy or another program answered with something else. */
export function problemOf(body: unknown, response: Response): Problem {
  const given = (typeof body === "object" && body !== null ? body : {}) as Partial<Problem>;
  if (typeof given.title === "string" && typeof given.detail === "string") {
    return { ...given, title: given.title, detail: given.detail, status: response.status };
  }
  return {
    title: `HTTP ${response.status} ${response.statusText}`.trim(),
    status: response.status,
    detail: `what answers at ${new URL(response.url).origin} does not answer like Avalanche; look at AVALANCHE_API_URL`,
  };
}
