import { ApplicationFailure, CancellationScope, CancelledFailure, proxyActivities, workflowInfo } from "@temporalio/workflow";
import type { Part, PartOutput, TogetherActivity } from "../activities/together-activity.js";
import type { JobInput, StageOutput } from "../contracts/job.js";
import { isLost } from "./failure.js";
import { activityOptions, priorityOf } from "./stage-options.js";

/** Stages that share an activity: so many that its cost is little beside theirs, and so few that all slots have some. */
const MOST_PARTS = 25;

interface Call extends Part {
  job: JobInput;
  /** No stage of its job has come to its end yet. */
  isFirst: boolean;
  resolve(output: StageOutput<unknown>): void;
  reject(error: unknown): void;
}

/** The worker was lost with several stages in its hands: each is begun again by itself, so that one that is the cause harms no other. */
export class LostTogether extends Error {
  override readonly name = "LostTogether";
}

/** Gathers stages that begin in the same moment and are over in the next one. */
export class Together {
  readonly #scope = CancellationScope.current();
  readonly #most: number;
  #due: Call[] = [];

  /** @param most stages of an activity */
  constructor(most = MOST_PARTS) {
    this.#most = most;
  }

  /** As the activity by itself would answer. @throws {LostTogether} */
  call(job: JobInput, isFirst: boolean, activity: string, input: Part["input"]): Promise<StageOutput<unknown>> {
    if (CancellationScope.current().consideredCancelled)
      return Promise.reject(new CancelledFailure(`${activity} was cancelled before its turn`));
    return new Promise((resolve, reject) => {
      this.#due.push({ job, isFirst, activity, input, resolve, reject });
      if (this.#due.length === 1) void this.#scope.run(() => this.#start());
    });
  }

  async #start(): Promise<void> {
    // Until no other member of this moment comes.
    for (let seen = 0; seen < this.#due.length; ) {
      seen = this.#due.length;
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    }
    const queues = new Map<string, Call[]>();
    for (const call of this.#due.splice(0)) queues.set(call.job.queue, [...(queues.get(call.job.queue) ?? []), call]);
    for (const calls of queues.values())
      for (let from = 0; from < calls.length; from += this.#most) void run(calls.slice(from, from + this.#most));
  }
}

async function run(calls: Call[]): Promise<void> {
  const [first, last] = [calls[0]!, calls.at(-1)!];
  const hardMs = calls.reduce((sum, { input }) => sum + input.run.hardMs, 0);
  const { together } = proxyActivities<TogetherActivity>({
    ...activityOptions(hardMs),
    taskQueue: first.job.queue,
    retry: { maximumAttempts: 1 },
    priority: priorityOf(first.job, first.isFirst),
    // Stages of one job have the numbers that Temporal gives.
    ...(workflowInfo().workflowId === first.job.id
      ? {}
      : { activityId: `${first.job.id}-${last.job.id.slice(last.job.id.lastIndexOf(".") + 1)}` }),
  });
  try {
    const outputs = await together({ parts: calls.map(({ activity, input }) => ({ activity, input })) });
    for (const [index, call] of calls.entries()) settle(call, outputs[index]!);
  } catch (error) {
    for (const call of calls) call.reject(isLost(error) ? new LostTogether("the worker was lost", { cause: error }) : error);
  }
}

function settle(call: Call, { output, failure }: PartOutput): void {
  if (output) call.resolve(output);
  else call.reject(ApplicationFailure.create({ ...failure, nonRetryable: true }));
}
