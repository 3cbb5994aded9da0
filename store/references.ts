import type { InstalledReference } from "../contracts/analysis.js";
import type { z } from "zod";
import type * as api from "../contracts/reference-list.js";
import type { ReadReference } from "../contracts/reference.js";
import { addAudit } from "./audit.js";
import type { Database, Query } from "./database.js";
import { storedJson } from "./stored-text.js";

export type ReferenceEntry = z.output<typeof api.referenceEntry>;

export interface NewReference {
  name: string;
  version: string;
  reference: InstalledReference;
  found: Omit<ReadReference, "reference" | "misses">;
  licence: string | null;
  citation: string | null;
  owner: string;
  jobId: string;
  activate: boolean;
}

/** Why a reference cannot be removed, in words. */
export class ReferenceNeeded extends Error {
  override readonly name = "ReferenceNeeded";
}

interface Row {
  name: string;
  version: string;
  active: boolean;
  reference: InstalledReference;
  /** What is counted today; older releases counted less. */
  detail: Omit<NewReference["found"], "ambiguous"> & { ambiguous?: number; licence: string | null; citation: string | null };
  installed_by: string;
  job_id: string;
  installed_at: Date;
}

/** The references that are installed, for all users. Their files are artifacts. */
export class References {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async list(): Promise<ReferenceEntry[]> {
    return (await this.#db.query<Row>("select * from reference_versions order by name, installed_at, version")).map(toEntry);
  }

  /** @param id `name@version`, or `name` for its active version */
  async find(id: string): Promise<ReferenceEntry | null> {
    const row = await this.#find(id);
    return row ? toEntry(row) : null;
  }

  /** What a job is given. @param id as of `find` */
  async installed(id: string): Promise<InstalledReference | null> {
    return (await this.#find(id))?.reference ?? null;
  }

  async #find(id: string): Promise<Row | undefined> {
    const asked = split(id);
    if (!asked) return undefined;
    const [row] = await this.#db.query<Row>(
      "select * from reference_versions where name = $1 and case when $2::text is null then active else version = $2 end",
      [asked.name, asked.version],
    );
    return row;
  }

  /**
   * Makes a complete reference visible. A repeat of the same job changes nothing.
   *
   * @returns whether it is the active version; null where another one bears this name and version
   */
  register(row: NewReference): Promise<boolean | null> {
    return this.#db.transaction(async (query) => {
      await lock(query, row.name);
      const { licence, citation } = row;
      const inserted = await query(
        `insert into reference_versions (name, version, active, reference, detail, installed_by, job_id)
         values ($1, $2, not exists (select from reference_versions where name = $1), $3, $4, $5, $6) on conflict do nothing returning name`,
        [row.name, row.version, storedJson(row.reference), storedJson({ ...row.found, licence, citation }), row.owner, row.jobId],
      );
      if (inserted.length > 0 && row.activate) await activate(query, row.name, row.version);
      const [kept] = await query<Row>("select * from reference_versions where name = $1 and version = $2", [row.name, row.version]);
      return kept?.job_id === row.jobId ? kept.active : null;
    });
  }

  /** @returns null where there is none */
  activate(actor: string, name: string, version: string): Promise<ReferenceEntry | null> {
    return this.#db.transaction(async (query) => {
      await lock(query, name);
      const found = await query("select from reference_versions where name = $1 and version = $2", [name, version]);
      if (found.length === 0) return null;
      const [row] = await activate(query, name, version);
      await addAudit(query, { actor, action: "activate_reference", detail: { reference: `${name}@${version}` } });
      return toEntry(row!);
    });
  }

  /**
   * @returns null where there is none
   * @throws {ReferenceNeeded} while open jobs use it, or while the name would stand for no version
   */
  remove(actor: string, name: string, version: string): Promise<ReferenceEntry | null> {
    return this.#db.transaction(async (query) => {
      await lock(query, name);
      const [row] = await query<Row>("delete from reference_versions where name = $1 and version = $2 returning *", [name, version]);
      if (!row) return null;
      const id = `${name}@${version}`;
      const [open] = await query<{ jobs: number; first: string }>(
        `select count(*) as jobs, min(id) as first from jobs
         where uses_references @> array[$1] and state not in ('SUCCESS', 'FAILURE', 'REVOKED')`,
        [id],
      );
      if (open!.jobs > 0)
        throw new ReferenceNeeded(`${open!.jobs} open jobs use ${id}, such as ${open!.first}; wait for them, or cancel them`);
      const others = await query<{ version: string }>("select version from reference_versions where name = $1 order by installed_at", [
        name,
      ]);
      if (row.active && others[0])
        throw new ReferenceNeeded(`${id} is the active version; activate another one first, such as ${name}@${others[0].version}`);
      await addAudit(query, { actor, action: "remove_reference", detail: { reference: id } });
      return toEntry(row);
    });
  }
}

/** `silva@138.2` -> `silva` and `138.2`; null for what no reference is called. */
export function split(id: string): { name: string; version: string | null } | null {
  const [, name, version = null] = /^([a-z0-9][a-z0-9._-]{0,63})(?:@([A-Za-z0-9][A-Za-z0-9._-]{0,63}))?$/.exec(id) ?? [];
  return name === undefined ? null : { name, version };
}

function lock(query: Query, name: string): Promise<unknown> {
  return query("select pg_advisory_xact_lock(hashtextextended($1, 2))", [name]);
}

/** In two statements: at no moment may two versions be active. */
async function activate(query: Query, name: string, version: string): Promise<Row[]> {
  await query("update reference_versions set active = false where name = $1 and active", [name]);
  return query<Row>("update reference_versions set active = true where name = $1 and version = $2 returning *", [name, version]);
}

function toEntry({ name, version, active, reference, detail, installed_by, installed_at, job_id }: Row): ReferenceEntry {
  return {
    id: `${name}@${version}`,
    name,
    version,
    active,
    sequences: reference.count,
    ranks: reference.ranks,
    header_format: detail.headerFormat,
    unnamed: detail.unnamed,
    conflicts: detail.conflicts,
    ambiguous: detail.ambiguous ?? null,
    min_length: detail.minLength,
    max_length: detail.maxLength,
    sha256: reference.sha256,
    licence: detail.licence,
    citation: detail.citation,
    installed_by,
    installed_at: installed_at.toISOString(),
    job: job_id,
  };
}
