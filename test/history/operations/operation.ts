import type { Client } from "../client.js";

/** Something that a client does, drawn by its weight. */
export interface Operation {
  name: string;
  weight: number;
  run(client: Client): Promise<void>;
}
