import type { Client } from "../client.js";

/** Something that a client does, drawn by its weight. */
export interface Operation {
  /** The task that it submits, or the call that it makes. */
  name: string;
  weight: number;
  run(client: Client): Promise<void>;
}
