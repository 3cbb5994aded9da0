import { ApplicationFailure, CancellationScope, defineSignal, isCancellation, setHandler, workflowInfo } from "@temporalio/workflow";
import type { ParentParams } from "../contracts/composition.js";
import { toApplicationFailure, toJobError } from "./failure.js";
import { inParallel } from "./in-parallel.js";
import { MemberEnds } from "./member-ends.js";
import { Members } from "./members.js";
import { Pauses } from "./pauses.js";
import { records } from "./records.js";

/** A run of members that one workflow sees to. */
export interface Page extends Pick<ParentParams, "list" | "onMemberFailure" | "keepFrom"> {
  /** The job that the members belong to. */
  parent: string;
  from: number;
  to: number;
  atOnce: number | null;
}

export interface Tally {
  succeeded: number;
  /** The first that failed. */
  failed: { id: string; message: string } | null;
}

/** To the workflow that carries a member out. */
export const cancelMemberSignal = defineSignal<[string]>("cancelMember");

/** Members with workflows of their own that run at once, where nothing else is said. */
const CHILDREN_AT_ONCE = 50;

/** One of the workflows that a large parent's members are divided over. */
export async function memberPage(page: Page): Promise<Tally> {
  try {
    return await runPage(page, new Pauses());
  } catch (error) {
    throw isCancellation(error) ? error : toApplicationFailure(error);
  }
}

/** @throws {ApplicationFailure} MembersFailed, where the first failure stops the others */
export async function runPage(page: Page, pauses: Pauses): Promise<Tally> {
  const ends = new MemberEnds();
  const members = new Members(pauses, ends);
  setHandler(cancelMemberSignal, (id) => members.cancel(id));
  const tally: Tally = { succeeded: 0, failed: null };
  const { parent, list, keepFrom, to } = page;
  try {
    for (let from = page.from; from < to; ) {
      const opened = await records.openMembers({ parent, list, keepFrom, from, to, workflowId: workflowInfo().workflowId });
      tally.succeeded += opened.succeeded;
      const atOnce = page.atOnce ?? (opened.starts.some(({ activity }) => activity === null) ? CHILDREN_AT_ONCE : opened.starts.length);
      await inParallel(
        opened.starts.map((start) => async () => {
          try {
            await members.run(start);
            tally.succeeded++;
          } catch (error) {
            tallyFailure(tally, start.input.id, error);
            if (page.onMemberFailure === "stop") throw membersFailed(tally.failed);
          }
        }),
        atOnce,
      );
      from = opened.next;
    }
    return tally;
  } finally {
    await CancellationScope.nonCancellable(async () => {
      await ends.settled();
      await records.closeMembers({ parent, from: page.from, to });
    });
  }
}

/** One that was cancelled by itself leaves the others alone. */
function tallyFailure(tally: Tally, id: string, error: unknown): void {
  if (isCancellation(error)) {
    if (CancellationScope.current().consideredCancelled) throw error;
    tally.failed ??= { id, message: "it was cancelled" };
    return;
  }
  const { type, message } = toJobError(error, undefined);
  tally.failed ??= { id, message: `${type}: ${message}` };
}

export function membersFailed(failed: Tally["failed"]): ApplicationFailure {
  return ApplicationFailure.nonRetryable(failed ? `member ${failed.id} failed: ${failed.message}` : "no member succeeded", "MembersFailed");
}
