import { ChildWorkflowCancellationType, ParentClosePolicy, setHandler, startChild, workflowInfo } from "@temporalio/workflow";
import type { MemberResults, ParentParams } from "../contracts/composition.js";
import type { JobInput } from "../contracts/job.js";
import { inParallel } from "./in-parallel.js";
import { endJob } from "./job.js";
import { MemberEnds } from "./member-ends.js";
import { cancelMemberSignal, memberPage, membersFailed, type Page, runPage, type Tally } from "./member-page.js";
import { Members, withPauses } from "./members.js";
import { Pauses } from "./pauses.js";
import { records } from "./records.js";
import { progressQuery } from "./stage-board.js";
import { priorityOf } from "./stage-options.js";

/** What a job that consists of others may do with them. */
export interface Family {
  /** All members, side by side. */
  runAll(): Promise<void>;
  /** One member after the other. */
  runEach(): Promise<void>;
  /** What follows the members, where there is such a job. */
  follow(what: "callback" | "finally"): Promise<void>;
}

/** Pages that run at once. */
const PAGES_AT_ONCE = 4;

/**
 * The life of every job that consists of others: it is as its members are, and keeps what they gave also where it fails.
 *
 * @param keeps `filesOfCallback`: what follows the members is what the job is for, and its files are the job's own
 */
export function runParent(
  input: JobInput<ParentParams>,
  story: (family: Family) => Promise<void>,
  keeps: { filesOfCallback?: true } = {},
): Promise<MemberResults> {
  const pauses = new Pauses();
  setHandler(progressQuery, () => ({ stages: [] }));
  const { id } = input;
  const { total, follows } = input.params;
  const family: Family = {
    runAll: () => runPages(input, pauses),
    runEach: async () => {
      let { keepFrom } = input.params;
      // What comes after a step that ran again may build on it.
      for (let index = 0; index < total; index++) if (await runOne(input, pauses, `${id}.${index}`, index, keepFrom)) keepFrom = null;
    },
    follow: async (what) => {
      if (follows === what) await runOne(input, pauses, `${id}.${what}`, total, null);
    },
  };
  const gather = () => records.gatherMembers({ parent: id, total, follows, ...keeps });
  return endJob(
    input,
    () => undefined,
    async () => {
      await story(family);
      return gather();
    },
    gather,
  );
}

async function runPages(input: JobInput<ParentParams>, pauses: Pauses): Promise<void> {
  const pages = pagesOf(input);
  const [only] = pages;
  const tallies =
    only && pages.length === 1
      ? [await runPage(only, pauses)]
      : await inParallel(
          pages.map((page) => () => runPageApart(input, page, pauses)),
          pagesAtOnce(input.params),
        );
  if (tallies.every(({ succeeded }) => succeeded === 0)) throw membersFailed(tallies.find(({ failed }) => failed)?.failed ?? null);
}

async function runPageApart(input: JobInput, page: Page, pauses: Pauses): Promise<Tally> {
  if (pauses.wanted) await pauses.over();
  const child = await startChild(memberPage, {
    workflowId: `${page.parent}.from-${page.from}`,
    args: [page],
    priority: priorityOf(input, true),
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
  return withPauses(pauses, child, () => child.result());
}

function pagesOf({ id, params }: JobInput<ParentParams>): Page[] {
  const { list, total, pageSize, maxParallel, onMemberFailure, keepFrom } = params;
  const atOnce = maxParallel === null ? null : Math.max(1, Math.floor(maxParallel / pagesAtOnce(params)));
  return Array.from({ length: Math.ceil(total / pageSize) }, (_, index) => ({
    parent: id,
    list,
    onMemberFailure,
    keepFrom,
    from: index * pageSize,
    to: Math.min(total, (index + 1) * pageSize),
    atOnce,
  }));
}

function pagesAtOnce({ total, pageSize, maxParallel }: ParentParams): number {
  return Math.min(Math.ceil(total / pageSize), maxParallel ?? PAGES_AT_ONCE, PAGES_AT_ONCE);
}

/**
 * A member for which its place in the list is not enough: it takes from the one before, or from all.
 *
 * @returns false where it was taken from an earlier job
 */
async function runOne(input: JobInput<ParentParams>, pauses: Pauses, id: string, place: number, keepFrom: string | null): Promise<boolean> {
  const { list, total, follows } = input.params;
  if (pauses.wanted) await pauses.over();
  const ends = new MemberEnds();
  const members = new Members(pauses, ends);
  setHandler(cancelMemberSignal, (member) => members.cancel(member));
  const { id: parent, owner } = input;
  const { workflowId } = workflowInfo();
  const takesFrom = place < total ? [place - 1] : follows === "callback" ? null : [];
  const start = await records.openFollower({ parent, owner, id, list, place, total, takesFrom, keepFrom, workflowId });
  if (start === null) return false;
  try {
    await members.run(start);
  } finally {
    await ends.settled();
  }
  return true;
}
