import { handOverIssues } from "../../contracts/hand-over.js";
import type { Issue } from "../../contracts/issues.js";
import type { Callback } from "../../contracts/options.js";
import type { Task } from "../../contracts/registry.js";
import type { Outcome } from "../../store/callbacks.js";
import type { Submission } from "../../store/job-input.js";
import type { Tasks } from "../tokens.js";
import type { WebhookAddresses } from "./webhook-addresses.js";

/** Says at submit what is wrong with a job's callbacks, as far as it can be known before the job has run. */
export class CallbackChecks {
  readonly #tasks: Tasks;
  readonly #addresses: WebhookAddresses;

  constructor(tasks: Tasks, addresses: WebhookAddresses) {
    this.#tasks = tasks;
    this.#addresses = addresses;
  }

  issuesOf({ task, options }: Submission): Issue[] {
    const from = this.#tasks.get(task);
    return (["success", "failure"] as const).flatMap((outcome) => {
      const callback = options[`on_${outcome}`];
      const issues = callback ? this.#check(outcome, callback, from) : [];
      return issues.map(({ path, message }) => ({ path: `options.on_${outcome}.${path}`, message }));
    });
  }

  #check(outcome: Outcome, callback: Callback, from: Task | undefined): Issue[] {
    if ("webhook" in callback) {
      const refusal = this.#addresses.refusal(callback.webhook);
      return refusal ? [{ path: "webhook", message: refusal }] : [];
    }
    const { task, params, take } = callback;
    const to = this.#tasks.get(task);
    if (!to) {
      const known = [...this.#tasks.keys()].join(", ");
      return [{ path: "task", message: `there is no task ${JSON.stringify(task)}; the tasks are ${known}` }];
    }
    // Where the job's own task is not known, that is what is said.
    const handedOver = from ? handOverIssues({ take, from: { tasks: [from], asList: false }, to, params }) : [];
    return [...(outcome === "success" ? errorsTaken(take) : []), ...handedOver];
  }
}

function errorsTaken(take: Record<string, string> = {}): Issue[] {
  const taken = Object.entries(take).filter(([, field]) => field.split(".")[0] === "error");
  return taken.map(([name]) => ({ path: `take.${name}`, message: "a job that succeeded has no error" }));
}
