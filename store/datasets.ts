import type { z } from "zod";
import type * as api from "../contracts/api.js";
import type { Database } from "./database.js";
import { storedJson } from "./stored-text.js";

export type DatasetRecord = z.output<typeof api.dataset>;

/** Files that were uploaded together; their bytes are artifacts. */
export class Datasets {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async create(owner: string, id: string, files: DatasetRecord["files"]): Promise<DatasetRecord> {
    const [row] = await this.#db.query<{ created_at: Date }>(
      "insert into datasets (id, owner, files) values ($1, $2, $3) returning created_at",
      [id, owner, storedJson(files)],
    );
    return { dataset_id: id, created_at: row!.created_at.toISOString(), files };
  }

  async find(owner: string, id: string): Promise<DatasetRecord | null> {
    const [row] = await this.#db.query<{ files: DatasetRecord["files"]; created_at: Date }>(
      "select files, created_at from datasets where owner = $1 and id = $2",
      [owner, id],
    );
    return row ? { dataset_id: id, created_at: row.created_at.toISOString(), files: row.files } : null;
  }
}
