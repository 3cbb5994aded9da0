import { type Issue, toIssues } from "../../contracts/issues.js";
import type { Callback } from "../../contracts/options.js";
import type { Task } from "../../contracts/registry.js";
import type { Outcome } from "../../store/callbacks.js";
import type { Submission } from "../../store/job-input.js";
import { toJsonSchema } from "../answers.js";
import type { Tasks } from "../tokens.js";
import { sampleOf, takenSchema } from "./taken-fields.js";
import type { WebhookAddresses } from "./webhook-addresses.js";

type FollowUp = Extract<Callback, { task: string }>;

/** Says at submit what is wrong with a job's callbacks, as far as it can be known before the job has run. */
export class CallbackChecks {
  readonly #tasks: Tasks;
  readonly #addresses: WebhookAddresses;

  constructor(tasks: Tasks, addresses: WebhookAddresses) {
    this.#tasks = tasks;
    this.#addresses = addresses;
  }

  issuesOf({ task, options }: Submission): Issue[] {
    return (["success", "failure"] as const).flatMap((outcome) => {
      const callback = options[`on_${outcome}`];
      return callback ? this.#check(outcome, callback, this.#tasks.get(task)) : [];
    });
  }

  #check(outcome: Outcome, callback: Callback, of: Task | undefined): Issue[] {
    const path = `options.on_${outcome}`;
    if ("webhook" in callback) {
      const refusal = this.#addresses.refusal(callback.webhook);
      return refusal ? [{ path: `${path}.webhook`, message: refusal }] : [];
    }
    const task = this.#tasks.get(callback.task);
    if (!task) {
      const known = [...this.#tasks.keys()].join(", ");
      return [{ path: `${path}.task`, message: `there is no task ${JSON.stringify(callback.task)}; the tasks are ${known}` }];
    }
    const result = of ? toJsonSchema(of.schema.result, "output") : {};
    return checkFollowUp(path, outcome, callback, task, result);
  }
}

function checkFollowUp(
  path: string,
  outcome: Outcome,
  { params, take = {} }: FollowUp,
  task: Task,
  result: Record<string, unknown>,
): Issue[] {
  const issues: Issue[] = [];
  const known = new Set<string>();
  const sample: Record<string, unknown> = { ...params };
  for (const [name, field] of Object.entries(take)) {
    if (Object.hasOwn(params, name))
      issues.push({ path: `${path}.params.${name}`, message: `is also taken from ${field}; say one of the two` });
    const schema = takenSchema(field, result);
    const refusal = refusedField(field, outcome, schema !== null);
    if (refusal) issues.push({ path: `${path}.take.${name}`, message: refusal });
    sample[name] = schema && sampleOf(schema);
    if (sample[name] !== undefined && sample[name] !== null) known.add(name);
  }
  return [...issues, ...issuesOfSample(path, task, sample, new Set(Object.keys(take)), known)];
}

function refusedField(field: string, outcome: Outcome, exists: boolean): string | null {
  if (!exists)
    return `the job has no ${field}; it has id, task, state, error.message and the others of error, and result with the task's fields`;
  if (outcome === "success" && /^error(\.|$)/.test(field)) return "a job that succeeded has no error";
  return null;
}

/** Of what is taken only the name and the type are known: what else is wrong with the sample says nothing. */
function issuesOfSample(path: string, task: Task, sample: Record<string, unknown>, taken: Set<string>, known: Set<string>): Issue[] {
  const found = task.schema.params.safeParse(sample).error?.issues ?? [];
  return found.flatMap((issue) => {
    const [name] = issue.path.map(String);
    if (name !== undefined && taken.has(name)) {
      const isOfType = issue.code !== "invalid_type" || issue.path.length > 1 || !known.has(name);
      return isOfType ? [] : [{ path: `${path}.take.${name}`, message: issue.message }];
    }
    return toIssues([issue], [`${path}.params`]).map(({ path: at, message }) => ({ path: inTake(path, at, taken), message }));
  });
}

/** A parameter that the task does not have stands where it was written. */
function inTake(path: string, at: string, taken: Set<string>): string {
  const name = at.slice(`${path}.params.`.length);
  return taken.has(name) ? `${path}.take.${name}` : at;
}
