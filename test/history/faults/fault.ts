import type { DevStack } from "../../e2e/dev-stack.js";
import type { Client } from "../client.js";
import type { Random } from "../random.js";

export interface Scene {
  stack: DevStack;
  random: Random;
  /** For what a fault asks of the API beside. */
  client: Client;
  /** How long the whole run takes: the longest outages are a share of it. */
  minutes: number;
}

/** Something bad that happens to the parts; over when it resolves, though not yet recovered from. */
export interface Fault {
  name: string;
  /** @returns what was done, in a few words; null: nothing, as what it was to happen to was not there */
  inject(scene: Scene): Promise<string | null>;
}

export const WORKER = /worker/;
export const API = /API/;
export const TEMPORAL = /Temporal/;
export const POSTGRES = /PostgreSQL/;
