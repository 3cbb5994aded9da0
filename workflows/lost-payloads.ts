import { ApplicationFailure, type WorkflowInterceptors, workflowInfo } from "@temporalio/workflow";
import type { FailureType } from "../contracts/failures.js";

/** What a worker gives to a workflow or an activity in place of a payload whose file is gone. */
export interface LostPayload {
  lostPayload: string;
}

/** A lost value fails what asked for it, once; as an error of the worker it would leave the workflow in task retries. */
export function interceptors(): WorkflowInterceptors {
  return {
    inbound: [
      {
        // Async: what is thrown before there is a promise fails the workflow's task, not the workflow.
        execute: async (input, next) => next({ ...input, args: input.args.map(refuse) }),
      },
    ],
    outbound: [
      {
        scheduleActivity: async (input, next) => refuse(await next(input)),
        scheduleLocalActivity: async (input, next) => refuse(await next(input)),
        startChildWorkflowExecution: async (input, next) => {
          const [started, ended] = await next(input);
          const checked = ended.then(refuse);
          // As the SDK's own: whoever starts a child need not wait for its end.
          checked.catch(() => undefined);
          return [started, checked];
        },
      },
    ],
  };
}

/** @throws {ApplicationFailure} ArtifactLost */
export function refuseLost<T>(value: T): T {
  const message = lostIn(value);
  if (message === undefined) return value;
  throw ApplicationFailure.nonRetryable(message, "ArtifactLost" satisfies FailureType);
}

/** A workflow that had the value once cannot take another path now: its task fails, and goes on when the file is back. */
function refuse<T>(value: T): T {
  const message = lostIn(value);
  if (message !== undefined && workflowInfo().unsafe.isReplaying) throw new Error(message);
  return refuseLost(value);
}

function lostIn(value: unknown): string | undefined {
  const { lostPayload } = (value ?? {}) as Partial<LostPayload>;
  return typeof lostPayload === "string" ? lostPayload : undefined;
}
