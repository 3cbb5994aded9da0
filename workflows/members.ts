import {
  CancellationScope,
  type ChildWorkflowHandle,
  ChildWorkflowCancellationType,
  isCancellation,
  ParentClosePolicy,
  startChild,
  type Workflow,
} from "@temporalio/workflow";
import type { StageActivities } from "../activities/activities.js";
import type { MemberStart } from "../contracts/composition.js";
import { toJobError } from "./failure.js";
import type { Outcome } from "./job.js";
import type { MemberEnds } from "./member-ends.js";
import { Hold, pauseSignal, type Pauses, resumeSignal } from "./pauses.js";
import { records } from "./records.js";
import { StageBoard } from "./stage-board.js";
import { createStage } from "./stage.js";
import { priorityOf } from "./stage-options.js";
import { Together } from "./together.js";

/** Runs members in this workflow: light ones as an activity each, others as workflows of their own. */
export class Members {
  readonly #pauses: Pauses;
  readonly #ends: MemberEnds;
  readonly #scopes = new Map<string, CancellationScope>();
  readonly #cancelled = new Set<string>();
  readonly #together = new Together();

  constructor(pauses: Pauses, ends: MemberEnds) {
    this.#pauses = pauses;
    this.#ends = ends;
  }

  /** One that has not begun yet will not. */
  cancel(id: string): void {
    this.#cancelled.add(id);
    const scope = this.#scopes.get(id);
    if (scope) scope.cancel();
    else this.#ends.add({ id, state: "REVOKED" });
  }

  /** @throws how it failed, or was cancelled */
  async run(start: MemberStart): Promise<void> {
    const { id } = start.input;
    if (this.#pauses.wanted) await this.#pauses.over();
    const scope = new CancellationScope();
    this.#scopes.set(id, scope);
    if (this.#cancelled.has(id)) scope.cancel();
    const board = new StageBoard();
    try {
      await scope.run(() => (start.activity === null ? this.#runChild(start) : this.#runActivity(start, start.activity, board)));
    } catch (error) {
      // A member that has its own workflow has written its end itself, unless it was terminated.
      this.#ends.add({
        id,
        ...(isCancellation(error) ? { state: "REVOKED" } : { state: "FAILURE", error: toJobError(error, board.failedStage) }),
      });
      throw error;
    }
  }

  async #runActivity({ input, isBrief }: MemberStart, activity: string, board: StageBoard): Promise<void> {
    const hold = new Hold(this.#pauses);
    const stage = createStage(input, board, hold, isBrief ? this.#together : undefined) as unknown as (
      name: string,
      params: unknown,
    ) => Promise<Outcome<unknown>>;
    const outcome = await hold.during(input.id, records, () => stage(activity satisfies string as keyof StageActivities, input.params));
    this.#ends.add({ id: input.id, state: "SUCCESS", ...outcome });
  }

  async #runChild({ input, workflow }: MemberStart): Promise<void> {
    const child = await startChild(workflow, {
      workflowId: input.id,
      taskQueue: input.queue,
      args: [input],
      priority: priorityOf(input, true),
      // Should this workflow be terminated, its members still clean up after themselves.
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    });
    await withPauses(this.#pauses, child, () => child.result());
  }
}

/** Hands pauses on to a workflow that runs for this one: one signal after the other, as Temporal may deliver two at once in either order. */
export async function withPauses<T>(pauses: Pauses, child: ChildWorkflowHandle<Workflow>, work: () => Promise<T>): Promise<T> {
  let told = false;
  let telling: Promise<void> = Promise.resolve();
  const tell = async () => {
    if (told === pauses.wanted) return;
    told = pauses.wanted;
    await child.signal(told ? pauseSignal : resumeSignal);
  };
  const hand = () => {
    // One that ends in this moment needs no signal.
    telling = telling.then(tell).catch(() => undefined);
  };
  const leave = pauses.listen(hand);
  hand();
  try {
    return await work();
  } finally {
    leave();
  }
}
