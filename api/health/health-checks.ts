import { Inject, Injectable } from "@nestjs/common";
import type { z } from "zod";
import type * as api from "../../contracts/api.js";
import { Database } from "../../store/database.js";
import { isMigrated, NOT_MIGRATED } from "../../store/migrated.js";
import { liveWorkers } from "../../store/workers.js";
import { Temporal } from "../temporal/temporal.js";
import { VERSION } from "../../config/version.js";

export type Health = z.output<typeof api.health>;

type Check = Health["database"];

const PACE_MS = 1000;
const DEADLINE_MS = 1000;

/** Asks the services that Avalanche needs once a second while anybody wants to know: the answer itself waits for nothing. */
@Injectable()
export class HealthChecks {
  #latest: Health | undefined;
  #checkedAt = -Infinity;
  #checking: Promise<Health> | undefined;

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Temporal) private readonly temporal: Temporal,
  ) {}

  async latest(): Promise<Health> {
    const isOld = performance.now() - this.#checkedAt > PACE_MS;
    if (isOld) this.#checking ??= this.#check();
    const isFresh = this.#latest && performance.now() - this.#checkedAt < PACE_MS + DEADLINE_MS;
    return isFresh ? this.#latest! : this.#checking!;
  }

  async #check(): Promise<Health> {
    const [database, temporal, workers] = await Promise.all([this.#database(), this.#temporal(), this.#workers()]);
    this.#latest = { status: database.ok && temporal.ok ? "ok" : "degraded", version: VERSION, database, temporal, workers };
    this.#checkedAt = performance.now();
    this.#checking = undefined;
    return this.#latest;
  }

  #database(): Promise<Check> {
    return within(isMigrated(this.db)).then(
      (migrated) => (migrated ? { ok: true, detail: "answers" } : { ok: false, detail: NOT_MIGRATED }),
      () => ({ ok: false, detail: "PostgreSQL does not answer; jobs cannot be submitted" }),
    );
  }

  #temporal(): Promise<Check> {
    return Promise.all([this.temporal.version(DEADLINE_MS), this.temporal.hasNamespace(DEADLINE_MS)]).then(
      ([version, there]) => (there ? { ok: true, detail: `version ${version}` } : { ok: false, detail: this.#noNamespace() }),
      () => ({ ok: false, detail: "the Temporal server does not answer; jobs are accepted and start when it is back" }),
    );
  }

  #noNamespace(): string {
    return `the Temporal server has no namespace ${this.temporal.namespace}; set TEMPORAL_NAMESPACE to one that it has, or create it there`;
  }

  async #workers(): Promise<Health["workers"]> {
    const workers = await within(liveWorkers(this.db)).catch(() => []);
    return workers.map(({ identity, queues, seenAt }) => ({ identity, queues, last_seen_at: seenAt.toISOString() }));
  }
}

function within<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no answer in time")), DEADLINE_MS);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
