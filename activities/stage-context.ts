import { rename } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Context } from "@temporalio/activity";
import type { Artifact } from "../contracts/artifact.js";
import type { ArtifactStore, StoredArtifact } from "../store/artifacts.js";
import type { AttemptKey, Recorder } from "../store/recorder.js";
import type { Beat } from "./losses.js";
import type { RunningTime } from "./running-time.js";

export interface StageContextOptions {
  key: AttemptKey;
  recorder: Recorder;
  artifacts: ArtifactStore;
  folder: string;
  /** Aborted when the job is cancelled or the worker stops. */
  cancelled: AbortSignal;
  time: RunningTime;
  /** Where the try before this one stopped. */
  checkpoint: unknown;
  /** How many attempts before it lost their worker while they ran. */
  losses: number;
  memoryScale: number;
}

const BEAT_MS = 1000;

/** What the work of one attempt may touch. */
export class StageContext {
  /** Absolute; empty at first, gone afterwards. */
  readonly folder: string;
  /** Aborted when the job is cancelled or a limit is reached: what runs is told to stop. */
  readonly signal: AbortSignal;
  /** Aborted when what runs must be gone. */
  readonly kill: AbortSignal;
  /** How many times the memory of the first try its tools get. */
  readonly memoryScale: number;
  readonly warnings: string[] = [];
  readonly commands: string[] = [];
  readonly usage: { cpu_seconds: number | null; peak_memory_bytes: number | null } = { cpu_seconds: null, peak_memory_bytes: null };
  readonly #key: AttemptKey;
  readonly #recorder: Recorder;
  readonly #artifacts: ArtifactStore;
  readonly #time: RunningTime;
  readonly #timer: NodeJS.Timeout;
  readonly #beat: Beat;

  constructor({ key, recorder, artifacts, folder, cancelled, time, checkpoint, losses, memoryScale }: StageContextOptions) {
    this.#key = key;
    this.#recorder = recorder;
    this.#artifacts = artifacts;
    this.folder = folder;
    this.#time = time;
    this.signal = AbortSignal.any([cancelled, time.reached]);
    this.kill = time.over;
    this.memoryScale = memoryScale;
    const activity = Context.current();
    this.#beat = { attempt: key.attempt, checkpoint, losses, isRunning: true };
    // Cancellation reaches an attempt only through its heartbeats: they go on whether or not there is progress.
    this.#timer = setInterval(() => activity.heartbeat(this.#beat), BEAT_MS);
  }

  /** @param fraction how much of the work is done, 0 to 1 */
  readonly progress = (fraction: number, status = ""): void => {
    this.#recorder.progress(this.#key, fraction, status);
  };

  /** The limits' clock stands still while a tool waits for its share of the machine. */
  readonly onWait = (waits: boolean): void => {
    if (waits) this.#time.pause();
    else this.#time.resume();
  };

  /** It may have killed its workers, and waits until no other that may have runs here. */
  wait(): void {
    this.#time.pause();
    this.#beat.isRunning = false;
    this.progress(0, "waits for its turn: its worker was lost twice");
    Context.current().heartbeat(this.#beat);
  }

  async begin(): Promise<void> {
    this.#beat.isRunning = true;
    const { client, info } = Context.current();
    Context.current().heartbeat(this.#beat);
    // Of two beats within a second the later one is sent then, and whether it has come nobody says: hence once more, with an answer.
    await sleep(1.2 * BEAT_MS, undefined, { signal: this.signal });
    // Without one it is too late for this attempt, which its signal tells, or Temporal is away: the next beat tells it.
    await client.activity.heartbeat(info.taskToken, this.#beat).catch(() => undefined);
    this.#time.resume();
  }

  readonly onLog = (text: string): void => {
    this.#recorder.log(this.#key, text);
  };

  warn(...warnings: string[]): void {
    for (const warning of warnings) if (!this.warnings.includes(warning)) this.warnings.push(warning);
  }

  /** Keeps what a tool used and warned of, and its command for the provenance. */
  ran(tool: { command: string; warnings: string[]; cpuSeconds: number | null; peakMemoryBytes: number | null }): void {
    this.commands.push(tool.command);
    this.warn(...tool.warnings);
    if (tool.cpuSeconds !== null) this.usage.cpu_seconds = (this.usage.cpu_seconds ?? 0) + tool.cpuSeconds;
    if (tool.peakMemoryBytes !== null) this.usage.peak_memory_bytes = Math.max(this.usage.peak_memory_bytes ?? 0, tool.peakMemoryBytes);
  }

  /** Where the attempt is, or where an earlier one stopped whose worker was lost or shut down. */
  checkpoint<T>(): T | undefined {
    return this.#beat.checkpoint as T | undefined;
  }

  saveCheckpoint(checkpoint: unknown): void {
    this.#beat.checkpoint = checkpoint;
    Context.current().heartbeat(this.#beat);
  }

  pathOf(artifact: Artifact): Promise<string> {
    return this.#artifacts.pathOf(artifact);
  }

  /** Makes an artifact of what `write` puts under the path it is given. */
  async store(write: (path: string) => Promise<void>): Promise<StoredArtifact> {
    this.signal.throwIfAborted();
    return this.#artifacts.create(write);
  }

  /** Makes an artifact of a file of the attempt's folder. */
  keep(path: string): Promise<StoredArtifact> {
    return this.store((stored) => rename(path, stored));
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#time.pause();
  }
}
