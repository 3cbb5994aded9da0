import { ApplicationFailure, type WorkflowInterceptors } from "@temporalio/workflow";
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
        execute: (input, next) => next({ ...input, args: input.args.map(refuseLost) }),
      },
    ],
    outbound: [
      {
        scheduleActivity: async (input, next) => refuseLost(await next(input)),
        scheduleLocalActivity: async (input, next) => refuseLost(await next(input)),
        startChildWorkflowExecution: async (input, next) => {
          const [started, ended] = await next(input);
          return [started, ended.then(refuseLost)];
        },
      },
    ],
  };
}

/** @throws {ApplicationFailure} ArtifactLost */
export function refuseLost<T>(value: T): T {
  const { lostPayload } = (value ?? {}) as Partial<LostPayload>;
  if (typeof lostPayload !== "string") return value;
  throw ApplicationFailure.nonRetryable(lostPayload, "ArtifactLost" satisfies FailureType);
}
