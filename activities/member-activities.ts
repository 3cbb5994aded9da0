import { writeFile } from "node:fs/promises";
import { ApplicationFailure } from "@temporalio/activity";
import type { Artifact, JobArtifact } from "../contracts/artifact.js";
import type { MemberPlan, MemberResults, MemberStart, ParentParams } from "../contracts/composition.js";
import { fieldOf } from "../contracts/hand-over.js";
import type { State } from "../contracts/states.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { Database } from "../store/database.js";
import type { Ending, endJobs } from "../store/endings.js";
import type { artifactsOf } from "../store/job-artifacts.js";
import type { JobInputs, Named } from "../store/job-input.js";
import type { readMemberList } from "../store/member-list.js";
import type { gatherMembers, MemberEntry, NewMember, openMembersIn, recordMembers } from "../store/members.js";
import { logFailures } from "./log-failures.js";

export type MemberEnd = Ending & { id: string };

export interface MemberActivityDeps {
  db: Database;
  artifacts: ArtifactStore;
  inputs: JobInputs;
  readMemberList: typeof readMemberList;
  recordMembers: typeof recordMembers;
  gatherMembers: typeof gatherMembers;
  openMembersIn: typeof openMembersIn;
  endJobs: typeof endJobs;
  artifactsOf: typeof artifactsOf;
}

interface Opening {
  parent: string;
  list: Artifact;
  keepFrom: string | null;
  /** The workflow that carries out members which have none of their own. */
  workflowId: string;
}

/** Members that are started with one answer of an activity, in bytes of JSON. */
const MOST_BYTES = 1_000_000;

/** Results up to this size stand in the parent's own; of more, the file has them all. */
const MOST_RESULT_BYTES = 1_000_000;

/** What parents tell of their members, and ask. Local activities, as those of every job's record. */
export function createMemberActivities(deps: MemberActivityDeps) {
  const { db, artifacts } = deps;
  return {
    /** Records the next members of a page. @returns those that are to run; how many had succeeded before; where to go on */
    async openMembers(input: Opening & { from: number; to: number }): Promise<{ starts: MemberStart[]; succeeded: number; next: number }> {
      const plans = firstOf(await deps.readMemberList(artifacts, input.list, input.from, input.to));
      const all = plans.map((plan) => startOf(plan, input.keepFrom));
      const members = plans.map((plan, index) => toMember(plan, all[index]!, input, input.from + index));
      const open = new Set(await deps.recordMembers(db, input.parent, members, input.keepFrom));
      const starts = all.filter((start) => open.has(start.input.id));
      return { starts, succeeded: plans.length - starts.length, next: input.from + plans.length };
    },

    /**
     * Records a member that may take from others.
     *
     * @param input.takesFrom their places; null: all that succeeded
     * @returns null where it has succeeded before
     * @throws {ApplicationFailure} InvalidInput, where what it takes does not fit
     */
    async openFollower(
      input: Opening & { id: string; owner: string; place: number; total: number; takesFrom: number[] | null },
    ): Promise<MemberStart | null> {
      const { parent, id, owner, list, place, total, takesFrom, keepFrom } = input;
      const [plan] = await deps.readMemberList(artifacts, list, place, place + 1);
      if (!plan) throw ApplicationFailure.nonRetryable(`${id} is not in the list of its parent`, "Internal");
      const whole = plan.start ? plan : await handOver({ id, owner }, plan, takesFrom);
      const start = startOf(whole, keepFrom);
      const open = await deps.recordMembers(db, parent, [toMember(whole, start, input, place < total ? place : null)], keepFrom);
      return open.length > 0 ? start : null;

      async function handOver(of: Named, { submission, take = {} }: MemberPlan, places: number[] | null): Promise<MemberPlan> {
        const { members } = await deps.gatherMembers(db, parent, places);
        const given = members.filter(({ state }) => state === "SUCCESS");
        const taken = Object.entries(take).map(([name, source]) => {
          const values = given.map((one) => fieldOf(one, source));
          return [name, places === null ? values : values[0]];
        });
        const full = { ...submission, params: { ...submission.params, ...Object.fromEntries(taken) } };
        const { start } = await deps.inputs.resolve(of, full).catch((error: Error) => {
          if (error.name !== "InvalidSubmission" && error.name !== "TooManyMembers") throw error;
          throw ApplicationFailure.nonRetryable(`${id} cannot take what it is given: ${error.message}`.slice(0, 4000), "InvalidInput");
        });
        return { submission: full, start };
      }
    },

    async endMembers(input: { ends: MemberEnd[] }): Promise<void> {
      logFailures(input.ends, await deps.endJobs(db, input.ends));
    },

    /** Ends what is left of a page that is over. */
    async closeMembers(input: { parent: string; from: number; to: number }): Promise<void> {
      const left = await deps.openMembersIn(db, input.parent, input.from, input.to);
      if (left.length > 0)
        await deps.endJobs(
          db,
          left.map((id) => ({ id, state: "REVOKED" })),
        );
    },

    /** What a parent gives: how each member ended, in their order. */
    async gatherMembers(
      input: Pick<ParentParams, "total" | "follows"> & { parent: string; filesOfCallback?: true },
    ): Promise<{ result: MemberResults; artifacts: JobArtifact[] }> {
      const { members, follower } = await deps.gatherMembers(db, input.parent, null);
      const known = new Map(members.map((entry) => [entry.index, entry]));
      const results = Array.from({ length: input.total }, (_, index) => known.get(index) ?? neverBegun(input.parent, index));
      const text = JSON.stringify(results);
      const { sha256, sizeBytes } = await artifacts.create((path) => writeFile(path, text));
      return {
        result: {
          ...tally(results),
          results: text.length > MOST_RESULT_BYTES ? null : results,
          ...(input.follows ? { [input.follows]: follower } : {}),
        },
        artifacts: [
          { name: "results.json", sha256, size_bytes: sizeBytes, media_type: "application/json" },
          ...(input.filesOfCallback ? await deps.artifactsOf(db, `${input.parent}.callback`) : []),
        ],
      };
    },
  };
}

export type MemberActivities = ReturnType<typeof createMemberActivities>;

/** As many of the plans as one answer holds, at least one. */
function firstOf(plans: MemberPlan[]): MemberPlan[] {
  let bytes = 0;
  const end = plans.findIndex((plan, index) => {
    bytes += JSON.stringify(plan.start).length;
    return index > 0 && bytes > MOST_BYTES;
  });
  return end < 0 ? plans : plans.slice(0, end);
}

/** Where a job takes none of its members from an earlier one, members of members are taken from none either. */
function startOf({ start, submission }: MemberPlan, keepFrom: string | null): MemberStart {
  if (!start) throw ApplicationFailure.nonRetryable(`a member of ${submission.task} waits for what it takes`, "Internal");
  if (keepFrom !== null || start.membersTotal === null) return start;
  const { input } = start;
  return { ...start, input: { ...input, params: { ...(input.params as ParentParams), keepFrom } } };
}

function toMember({ submission }: MemberPlan, start: MemberStart, { workflowId }: Opening, index: number | null): NewMember {
  const { input, workflow, activity, membersTotal } = start;
  return {
    index,
    input,
    workflow,
    workflowId: activity === null ? input.id : workflowId,
    begunBy: workflowId,
    stage: activity,
    params: submission.params,
    options: submission.options,
    membersTotal,
  };
}

function neverBegun(parent: string, index: number): MemberEntry {
  return { index, id: `${parent}.${index}`, task: null, state: "REVOKED", result: null, error: null };
}

function tally(results: MemberEntry[]): Pick<MemberResults, "members" | "partial"> {
  const count = (state: State) => results.filter((entry) => entry.state === state).length;
  const members = { total: results.length, success: count("SUCCESS"), failure: count("FAILURE"), revoked: count("REVOKED") };
  const partly = results.some(({ state, result }) => state === "SUCCESS" && isPartial(result));
  return { members, partial: members.success > 0 && (members.success < members.total || partly) };
}

/** What a member gave that has members itself. */
function isPartial(result: unknown): boolean {
  const { members, partial } = (result ?? {}) as Partial<MemberResults>;
  return members !== undefined && partial === true;
}
