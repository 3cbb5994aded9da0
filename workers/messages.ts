/** What a worker process tells its supervisor. */
export type FromWorker =
  /** It has begun to take stages. */
  | { type: "polling"; logLevel: string }
  /** It asks for another in its place. */
  | ({ type: "worn" } & WornOut);

export interface WornOut {
  reason: string;
  stages: number;
  rssBytes: number;
}

/** `drain`: take nothing new, and finish what runs, however long. `stop`: the same, within the grace. */
export type ToWorker = "drain" | "stop";
