import type { Problem } from "../api/problem.js";
import { flagAt } from "../flags/task-options.js";
import type { TaskFlag } from "../flags/task-flag.js";
import { oneLine, plain } from "./text.js";

/** A refusal of the API: title, detail, each issue with the flag that it is about. */
export function renderProblem(problem: Problem, flags: TaskFlag[] = []): string {
  const issues = (problem.issues ?? []).map(({ path, message }) => {
    const flag = flagAt(flags, path);
    const where = [...(flag ? [`--${flag}`] : []), ...numbersIn(path)].join(", ");
    return `  ${oneLine(path === "" ? "(all)" : path)}${where ? ` (${where})` : ""}: ${oneLine(message)}`;
  });
  const number =
    problem.status >= 500 && problem.correlation_id ? [`  (number of this answer in the service's log: ${problem.correlation_id})`] : [];
  // The service's detail often holds all issues on one line: they are read better one by one.
  const isTold = issues.length > 0 && problem.issues!.every(({ message }) => problem.detail.includes(message));
  const heading = isTold ? `${plain(problem.title)}:` : `${plain(problem.title)}: ${plain(problem.detail)}`;
  return [heading, ...issues, ...number].join("\n");
}

/** `params.steps.1.take.path` -> `no. 2 of steps`: the API counts from 0, people do not. */
function numbersIn(path: string): string[] {
  const steps = path.split(".");
  return steps.flatMap((step, index) =>
    index > 0 && /^\d+$/.test(step) ? [`no. ${Number(step) + 1} of ${oneLine(steps[index - 1]!)}`] : [],
  );
}
