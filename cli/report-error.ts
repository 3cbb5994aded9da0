import type { ApiProblem } from "./api/problem.js";
import { EXIT } from "./exit-status.js";

/** Writes what went wrong on standard error, without a stack; answers the exit status. */
export async function reportError(error: unknown): Promise<number> {
  const { name, message } = error as Error;
  if (isCommander(error)) return error.exitCode === 0 ? EXIT.success : EXIT.usage;
  if (name === "ApiProblem") {
    const { renderProblem } = await import("./render/problem.js");
    const problem = error as ApiProblem;
    process.stderr.write(`${renderProblem(problem.problem, problem.flags)}\n${problem.problem.status === 401 ? TOKEN_HINT : ""}`);
    return problem.status;
  }
  if (isBroken(error)) {
    process.stderr.write("the connection to the service broke; try again\n");
    return EXIT.unreachable;
  }
  const { plain } = await import("./render/text.js");
  process.stderr.write(`${plain(message ?? String(error))}\n`);
  return name === "ConfigError" ? EXIT.usage : ((error as { status?: number }).status ?? EXIT.usage);
}

const TOKEN_HINT =
  "The token stands in the file token of the service's AVALANCHE_HOME: set AVALANCHE_HOME to that folder, or AVALANCHE_TOKEN to the token.\n";

/** How Node's fetch calls a connection that ends in the middle of an answer. */
function isBroken(error: unknown): boolean {
  return error instanceof TypeError && (error.message === "terminated" || error.message === "fetch failed");
}

/** Commander has written its message already. */
function isCommander(error: unknown): error is { exitCode: number; code: string } {
  return typeof (error as { code?: unknown }).code === "string" && (error as { code: string }).code.startsWith("commander.");
}
