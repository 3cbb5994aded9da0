import { join } from "node:path";
import type { Logger } from "pino";
import type { Config } from "../config/config.js";
import { loadTasks } from "../contracts/registry.js";
import { type ArtifactStore, FolderArtifacts } from "../store/artifacts.js";
import { DataRoot } from "../store/data-root.js";
import { Database } from "../store/database.js";
import { payloadConverter } from "../store/payloads.js";
import { WebhookAddresses } from "./callbacks/webhook-addresses.js";
import { Temporal } from "./temporal/temporal.js";
import type { Tasks } from "./tokens.js";

/** What the API is made of besides its own code; nothing here connects before it is used. */
export interface Parts {
  token: string;
  /** The address that it listens on. */
  host: string;
  log: Logger;
  db: Database;
  temporal: Temporal;
  artifacts: ArtifactStore;
  dataRoot: DataRoot;
  tasks: Tasks;
  shares: Config["shares"];
  webhookAddresses: WebhookAddresses;
}

export async function createParts(config: Config, databaseUrl: string, token: string, log: Logger): Promise<Parts> {
  const artifactsFolder = join(config.home, "artifacts");
  return {
    token,
    host: config.http.host,
    log,
    db: new Database(databaseUrl, { applicationName: "avalanche-api", max: 20, answerMs: 5000 }),
    temporal: new Temporal(config.temporal, payloadConverter(artifactsFolder)),
    artifacts: new FolderArtifacts(artifactsFolder),
    dataRoot: new DataRoot(config.dataRoot),
    tasks: await loadTasks(),
    shares: config.shares,
    webhookAddresses: new WebhookAddresses(config.webhooks.hosts),
  };
}
