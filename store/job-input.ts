import { setImmediate } from "node:timers/promises";
import type { z } from "zod";
import type * as api from "../contracts/api.js";
import { type Composition, type MemberPlan, type MemberStart, MOST_MEMBERS, type ParentParams } from "../contracts/composition.js";
import { gatherFrom, handOverIssues } from "../contracts/hand-over.js";
import { type Issue, toIssues } from "../contracts/issues.js";
import type { JobInput } from "../contracts/job.js";
import type { JobOptions } from "../contracts/options.js";
import type { Right } from "../contracts/policy.js";
import type { Task } from "../contracts/registry.js";
import type { Analyses } from "./analyses.js";
import type { ArtifactStore } from "./artifacts.js";
import type { InputFiles } from "./input-files.js";
import { writeMemberList } from "./member-list.js";
import { limitIssues, timeIssues } from "./job-times.js";
import { KnownReferences } from "./known-references.js";
import { memberOptionsOf, rulesOf } from "./job-rules.js";
import { type Place, withFollower } from "./member-places.js";
import type { References } from "./references.js";

export type Submission = z.output<typeof api.submission>;

/** A submission that cannot be carried out, with every reason. */
export class InvalidSubmission extends Error {
  override readonly name = "InvalidSubmission";
  readonly issues: Issue[];

  constructor(issues: Issue[]) {
    super(issues.map(({ path, message }) => `${path}: ${message}`).join("; "));
    this.issues = issues;
  }
}

/** More members than a job may have. */
export class TooManyMembers extends Error {
  override readonly name = "TooManyMembers";
}

/** The job that a submission is to become. */
export interface Named {
  id: string;
  owner: string;
  keepFrom?: string | null;
}

/** What a submission comes to. */
export interface Resolved {
  start: MemberStart;
  standsFor: number;
  /** `name@version` */
  usesReferences: string[];
  /** What its owner must be allowed to do. */
  rights: Right[];
  /** For a person. */
  warnings: string[];
}

/** Where what parameters may name beside files is found. */
interface Known {
  analyses: Analyses;
  references: References;
}

/** Turns what was submitted into all that the job needs, so that later changes of the registry do not touch it. */
export class JobInputs {
  readonly #tasks: ReadonlyMap<string, Task>;
  readonly #files: InputFiles;
  readonly #artifacts: ArtifactStore;
  readonly #known: Known;

  /** @param known what parameters may name beside files */
  constructor(tasks: ReadonlyMap<string, Task>, files: InputFiles, artifacts: ArtifactStore, known: Known) {
    this.#tasks = tasks;
    this.#files = files;
    this.#artifacts = artifacts;
    this.#known = known;
  }

  /**
   * @param of the id and owner of the job; `keepFrom`: an earlier job whose good members it takes
   * @returns how the job starts, how many jobs it stands for (itself and all its members), the references and rights that they use, and warnings
   * @throws {InvalidSubmission}
   * @throws {TooManyMembers}
   */
  async resolve(of: Named, submission: Submission): Promise<Resolved> {
    const shared: Shared = {
      left: MOST_MEMBERS,
      references: new KnownReferences(this.#known.references),
      rights: new Set(),
      warnings: new Set(),
    };
    const start = await this.#resolve(of, submission, shared);
    return {
      start,
      standsFor: 1 + MOST_MEMBERS - shared.left,
      usesReferences: shared.references.used,
      rights: [...shared.rights],
      warnings: [...shared.warnings],
    };
  }

  async #resolve(of: Named, submission: Submission, shared: Shared): Promise<MemberStart> {
    const task = this.taskOf(submission.task);
    if (task.right) shared.rights.add(task.right);
    const checked = task.schema.params.safeParse(submission.params);
    const issues = [
      ...(checked.success ? [] : toIssues(checked.error.issues, ["params"])),
      ...limitIssues(submission.options),
      ...timeIssues(submission.options),
    ];
    if (!checked.success || issues.length > 0) throw new InvalidSubmission(issues);
    const { id, owner } = of;
    const input = { id, owner, ...rulesOf(task, submission.options) };
    const { workflow, activity = null } = task;
    const composition = task.schema.compose?.(checked.data);
    if (composition) {
      const params = await this.#compose(of, composition, submission.options, shared);
      return { input: { ...input, params, notedFiles: [] }, workflow, activity: null, isBrief: false, membersTotal: params.total };
    }
    const { params, notedFiles } = await this.#withFiles(owner, task, checked.data, shared);
    return {
      input: { ...input, params, notedFiles },
      workflow,
      activity,
      isBrief: task.isBrief?.(params) ?? false,
      membersTotal: null,
    };
  }

  async #analysisIssues(owner: string, { schema: { analyses: name } }: Task, params: unknown): Promise<Issue[]> {
    if (name === undefined) return [];
    return this.#known.analyses.issues(owner, (params as Record<string, string[]>)[name] ?? [], `params.${name}`);
  }

  /** What the parameters name outside of them: files are noted, and an installed reference goes with the job. */
  async #withFiles(
    owner: string,
    task: Task,
    given: unknown,
    { references, warnings }: Shared,
  ): Promise<Pick<JobInput, "params" | "notedFiles">> {
    const { schema } = task;
    const { reference: named } = schema;
    const installed = await references.find(given, named);
    for (const warning of (installed && schema.warn?.(given, installed)) ?? []) warnings.add(warning);
    const paths = schema.files.filter((name) => installed === null || name !== named);
    const { issues, noted: notedFiles } = await this.#files.note(owner, paths, given);
    const faults = [...(await references.explained(issues, named)), ...(await this.#analysisIssues(owner, task, given))];
    if (faults.length > 0) throw new InvalidSubmission(faults);
    const resolved = schema.resolve?.(given) ?? given;
    return { params: named && installed ? { ...(resolved as object), [named]: installed.name, installed } : resolved, notedFiles };
  }

  /** @throws {InvalidSubmission} where there is none of this name */
  taskOf(name: string): Task {
    const task = this.#tasks.get(name);
    if (task) return task;
    const known = [...this.#tasks.keys()].join(", ");
    throw new InvalidSubmission([{ path: "task", message: `there is no task ${JSON.stringify(name)}; the tasks are ${known}` }]);
  }

  async #compose(of: Named, composition: Composition, options: JobOptions, shared: Shared): Promise<ParentParams> {
    shared.left -= composition.members.length;
    if (shared.left < 0) {
      const most = MOST_MEMBERS.toLocaleString("en-US");
      throw new TooManyMembers(`a job has at most ${most} members, those of its members counted; divide them over several jobs`);
    }
    const planned = await this.#plan(of, withFollower(composition), options, shared);
    const { maxParallel, onMemberFailure } = composition;
    return {
      list: await writeMemberList(this.#artifacts, planned),
      total: composition.members.length,
      pageSize: pageSizeOf(planned),
      maxParallel,
      onMemberFailure,
      follows: composition.callback ? "callback" : composition.finally ? "finally" : null,
      keepFrom: of.keepFrom ?? null,
    };
  }

  async #plan(of: Named, places: Place[], options: JobOptions, shared: Shared): Promise<MemberPlan[]> {
    const plans: MemberPlan[] = [];
    const issues: Issue[] = [];
    for (const [index, place] of places.entries()) {
      // Thousands of members must not keep other requests waiting.
      if (index % 100 === 99) await setImmediate();
      try {
        const keepFrom = of.keepFrom ? place.idIn(of.keepFrom) : null;
        plans.push(await this.#planOne({ id: place.idIn(of.id), owner: of.owner, keepFrom }, place, options, shared));
      } catch (error) {
        if (!(error instanceof InvalidSubmission)) throw error;
        issues.push(...error.issues.map(({ path, message }) => ({ path: `params.${place.at}.${path}`, message })));
        if (issues.length >= MOST_ISSUES) break;
      }
    }
    if (issues.length > 0) throw new InvalidSubmission(issues);
    return plans;
  }

  async #planOne(of: Named, place: Place, parent: JobOptions, shared: Shared): Promise<MemberPlan> {
    const { task, params, options, take } = place.submission;
    const submission = { task, params, options: memberOptionsOf(parent, options) };
    const to = this.taskOf(task);
    if (to.right) shared.rights.add(to.right);
    const from = { tasks: [...new Set(place.after.map((name) => this.taskOf(name)))], asList: place.asList };
    const taken = take ?? (place.asList ? gatherFrom(from.tasks, to) : undefined);
    if (!taken || Object.keys(taken).length === 0) return { submission, start: await this.#resolve(of, submission, shared) };
    const issues = handOverIssues({ take: taken, from, to, params });
    if (issues.length > 0) throw new InvalidSubmission(issues);
    return { submission, take: taken };
  }
}

/** What all jobs of a submission have in common. */
interface Shared {
  /** How many members more there may be. */
  left: number;
  references: KnownReferences;
  rights: Set<Right>;
  warnings: Set<string>;
}

/** Most issues that a refusal names. */
const MOST_ISSUES = 100;

/** So many that no workflow's history grows too long, even where each member fails as often as it may. */
function pageSizeOf(plans: readonly MemberPlan[]): number {
  const tries = Math.max(...plans.map(({ start }) => 1 + (start?.activity ? start.input.retry.maxRetries : 0)));
  return Math.min(500, Math.max(5, Math.floor(MOST_EVENTS / (EVENTS_OF_A_TRY * tries))));
}

/** Of a page's history; Temporal ends a workflow at 51,200. */
const MOST_EVENTS = 10_000;
/** Scheduled, started, ended, and the workflow task after it; where it waits for the next, what is recorded of that, a timer and its workflow task. */
const EVENTS_OF_A_TRY = 12;
