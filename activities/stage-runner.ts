import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Context } from "@temporalio/activity";
import type { Logger } from "pino";
import type { JobArtifact } from "../contracts/artifact.js";
import type { StageOutput, StageReport, StageRun } from "../contracts/job.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { AttemptEnd, AttemptKey, Recorder } from "../store/recorder.js";
import type { Ingredients, StageCache } from "../store/stage-cache.js";
import { cacheKey, whyItRan } from "./cache-key.js";
import { Cancellation } from "./cancellation.js";
import { checkedResult } from "./checked-result.js";
import { isShutdown, toJobFailure, toTemporalFailure } from "./failure.js";
import { beatOf, inTurn, lossesBefore, refuseTheCause } from "./losses.js";
import { keepLongLogs } from "./keep-logs.js";
import { RunningTime, steadyNow } from "./running-time.js";
import { StageContext } from "./stage-context.js";
import type { ToolVersions } from "./tool-versions.js";

export interface Recipe {
  /** What the output depends on, beside the versions of the tools; null: it is never reused, for the reason in `why`. */
  ingredients: Ingredients | null;
  why?: string;
  tools?: readonly string[];
  /** It writes no files of its own: none is made and removed for it. */
  withoutFolder?: boolean;
}

export interface StageRunnerDeps {
  recorder: Recorder;
  log: Logger;
  cache: StageCache;
  artifacts: ArtifactStore;
  versions: ToolVersions;
  /** Adds a file to a job that still runs. */
  addArtifact: (jobId: string, artifact: JobArtifact) => Promise<void>;
  /** Aborted when what runs is to be handed back to another worker. */
  hurry: AbortSignal;
  /** Of Avalanche: another release may call the tools in another way. */
  release: string;
  /** Absolute; attempts work in folders of their own below it. */
  workFolder: string;
}

/**
 * The life of every stage's attempt: told to the record, found in the cache or worked on in a folder of its own,
 * beating, ended at its limits, and cleaned up.
 */
export class StageRunner {
  readonly #deps: StageRunnerDeps;

  constructor(deps: StageRunnerDeps) {
    this.#deps = deps;
  }

  /** Of Avalanche. */
  get release(): string {
    return this.#deps.release;
  }

  /** @throws {ApplicationFailure} with a type of the catalogue; {CancelledFailure} */
  async run<T>(run: StageRun, recipe: Recipe, work: (context: StageContext) => Promise<T>): Promise<StageOutput<T>> {
    const { recorder } = this.#deps;
    const key: AttemptKey = {
      job_id: run.jobId,
      stage: run.stage,
      subject: run.subject,
      try_number: run.tryNumber,
      attempt: Context.current().info.attempt,
    };
    const cancellation = new Cancellation(Context.current().cancellationSignal, this.#deps.hurry);
    const cancelled = cancellation.signal;
    const time = new RunningTime(run, cancelled);
    const last = beatOf(Context.current().info.heartbeatDetails);
    const losses = lossesBefore(last, key.attempt);
    const context = new StageContext({
      key,
      recorder,
      artifacts: this.#deps.artifacts,
      folder: this.#folderOf(key),
      cancelled,
      time,
      checkpoint: last?.checkpoint ?? run.checkpoint,
      losses,
      memoryScale: run.memoryScale ?? 1,
    });
    recorder.begin(key);
    try {
      refuseTheCause(losses);
      const make = () => this.#findOrMake(run, recipe, context, async () => checkedResult(run.stage, await work(context)));
      const output = await inTurn(losses, context.signal, context, make);
      output.report.spans = time.spans;
      const { state, why } = output.report;
      this.#end(run, key, time, { state, why: why ?? null, ...context.usage, error: null });
      return output;
    } catch (error) {
      const reason = time.reached.aborted ? time.reached.reason : error;
      const failure = toTemporalFailure(reason, cancelled, { spans: time.spans, checkpoint: context.checkpoint() });
      const { type, message, logTail } = toJobFailure(reason);
      const shown = cancelled.aborted ? null : { type, message, stage: run.stage, ...(logTail ? { log_tail: logTail } : {}) };
      const state = isShutdown(cancelled) ? "lost" : cancelled.aborted ? "cancelled" : "failed";
      this.#end(run, key, time, { state, why: null, ...context.usage, error: shown });
      await recorder.settled();
      throw failure;
    } finally {
      cancellation.release();
      context.stop();
      if (!recipe.withoutFolder) await this.#tidy(context, key);
    }
  }

  /** For the record, and one line of the log. */
  #end({ task }: StageRun, key: AttemptKey, { usedMs }: RunningTime, end: AttemptEnd): void {
    this.#deps.recorder.end(key, end);
    const { job_id: job, stage, subject, try_number, attempt } = key;
    this.#deps.log.info(
      { job, task, stage, ...(subject ? { subject } : {}), try: try_number, attempt, state: end.state, seconds: usedMs / 1000 },
      "stage ended",
    );
  }

  async #tidy({ folder }: StageContext, key: AttemptKey): Promise<void> {
    // A log is worth no failure.
    const keep = (artifact: JobArtifact) => this.#deps.addArtifact(key.job_id, artifact);
    await keepLongLogs(folder, key, this.#deps.artifacts, keep).catch(() => undefined);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async #findOrMake<T>(
    run: StageRun,
    recipe: Recipe,
    context: StageContext,
    work: (context: StageContext) => Promise<T>,
  ): Promise<StageOutput<T>> {
    const { cache } = this.#deps;
    const versions = await this.#deps.versions(recipe.tools ?? []);
    if (recipe.ingredients === null) return this.#make(recipe, versions, context, work, recipe.why);
    const ingredients = { avalanche: this.#deps.release, ...versions, ...recipe.ingredients };
    const key = cacheKey(run.stage, ingredients);
    const startedMs = steadyNow();
    const found = await cache.find(key, context.signal);
    if (found && (await this.#isWhole(found.output))) {
      const { why: _, ...report } = found.report;
      return { value: found.output as T, report: { ...report, state: "reused", startedMs, endedMs: steadyNow(), spans: [] } };
    }
    const why = whyItRan(ingredients, await cache.latest(run.stage, run.jobId, context.signal));
    const made = await this.#make(recipe, versions, context, work, why);
    await cache.keep({ key, stage: run.stage, ingredients, jobId: run.jobId, output: made }, context.signal);
    return made;
  }

  async #make<T>(
    recipe: Recipe,
    versions: Record<string, string>,
    context: StageContext,
    work: (context: StageContext) => Promise<T>,
    why: string | undefined,
  ): Promise<StageOutput<T>> {
    const startedMs = steadyNow();
    if (!recipe.withoutFolder) await mkdir(context.folder, { recursive: true });
    const value = await work(context);
    context.signal.throwIfAborted();
    const report: StageReport = {
      state: "ran",
      startedMs,
      endedMs: steadyNow(),
      spans: [],
      ...(why ? { why } : {}),
      warnings: context.warnings,
      versions,
      commands: context.commands,
    };
    return { value, report };
  }

  /** Every artifact that an output names is still there. */
  async #isWhole(output: unknown): Promise<boolean> {
    const named = [...JSON.stringify(output).matchAll(/(?:artifact:|"sha256":")([0-9a-f]{64})/g)].map(([, sha256]) => sha256);
    const there = await Promise.all([...new Set(named)].map((sha256) => this.#deps.artifacts.has(`artifact:${sha256}`)));
    return there.every(Boolean);
  }

  /** New for each attempt, so that a retry never meets files of an earlier one. */
  #folderOf(key: AttemptKey): string {
    return join(this.#deps.workFolder, `${key.job_id}.${key.stage}.${key.try_number}.${key.attempt}.${randomUUID().slice(0, 8)}`);
  }
}
