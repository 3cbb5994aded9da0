import { z } from "zod";
import type { Artifact } from "./artifact.js";
import type { JobInput } from "./job.js";
import { type JobOptions, memberOptions, take } from "./options.js";

/** Most members of a job, those of its members counted. */
export const MOST_MEMBERS = 10_000;

export const member = z.strictObject({
  task: z.string().min(1).max(64).describe("A task of GET /tasks."),
  params: z.record(z.string(), z.unknown()).default({}).describe("The task's parameters."),
  options: memberOptions.prefault({}).describe("Limits and retries of this member; without them those of its parent."),
});

/** A member that begins when others have ended. */
export const follower = member.extend({
  take: take.optional().describe("Parameter -> what it takes from the job before, such as `result.dataset_path`, `id`."),
});

export const maxParallel = z.int().min(1).max(MOST_MEMBERS).optional().describe("Most members that run at the same time.");

export const onMemberFailure = z
  .enum(["continue", "stop"])
  .default("continue")
  .describe("When a member fails: `continue` with the others, or `stop` them.");

export type MemberSubmission = z.output<typeof follower>;

/** What the parameters of a parent stand for. */
export interface Composition {
  /** Each with its place in the parameters: `members.3`. */
  members: { at: string; submission: MemberSubmission }[];
  /** One after the other, each with what it takes from the one before. */
  inOrder: boolean;
  maxParallel: number | null;
  onMemberFailure: "continue" | "stop";
  /** Runs when the members have succeeded; what it takes is a list, of each of them. */
  callback?: MemberSubmission;
  /** Runs after the members, whatever became of them. */
  finally?: MemberSubmission;
}

/** What a parent's workflow knows of its members. */
export interface ParentParams {
  /** A line for each member, then one for what follows them: {@link MemberPlan}. */
  list: Artifact;
  total: number;
  /** Members of one workflow. */
  pageSize: number;
  maxParallel: number | null;
  onMemberFailure: "continue" | "stop";
  follows: "callback" | "finally" | null;
  /** Members that succeeded in this job are taken from there. */
  keepFrom: string | null;
}

/** A member as it was resolved at submit; without `input` where that takes from another job first. */
export interface MemberPlan {
  submission: { task: string; params: Record<string, unknown>; options: JobOptions };
  take?: Record<string, string>;
  start?: MemberStart;
}

/** All that is needed to start a member. */
export interface MemberStart {
  input: JobInput;
  workflow: string;
  /** The one activity that a task without stages consists of. */
  activity: string | null;
  /** It takes less time than Temporal takes to hand it out. */
  isBrief: boolean;
  membersTotal: number | null;
}

/** What every parent answers. */
export const memberResults = z.object({
  members: z.object({ total: z.int(), success: z.int(), failure: z.int(), revoked: z.int() }),
  partial: z.boolean().describe("Some members succeeded and some did not, or members of theirs."),
  results: z
    .array(
      z.object({
        index: z.int(),
        id: z.string(),
        task: z.string().nullable().describe("null: it never began."),
        state: z.string(),
        result: z.unknown(),
        error: z.unknown(),
      }),
    )
    .nullable()
    .describe("Of each member, in their order; null where they are too many: the artifact `results.json` has them all."),
});

export type MemberResults = z.output<typeof memberResults>;
