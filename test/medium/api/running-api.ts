import { mkdir } from "node:fs/promises";
import http from "node:http";
import { join } from "node:path";
import { pino } from "pino";
import { CallbackLoop } from "../../../api/callbacks/callback-loop.js";
import { CALLBACK_RULES, type CallbackRules } from "../../../api/callbacks/callback-rules.js";
import type { WebhookAddresses } from "../../../api/callbacks/webhook-addresses.js";
import { createParts, type Parts } from "../../../api/parts.js";
import { startReconciler } from "../../../api/reconciler/reconciler.js";
import { startApi } from "../../../api/start-api.js";
import { loadConfig } from "../../../config/config.js";
import { type Servers, startServers } from "../../servers.js";

export const TOKEN = "a-token-for-tests-only";
export const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, "w").toString("base64")}`;

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every form
  json: any;
}

export interface Sent {
  method?: string;
  body?: string | Buffer;
  headers?: http.OutgoingHttpHeaders | string[];
  /** Without the token. */
  bare?: boolean;
}

export interface RunningApi {
  url: string;
  parts: Parts;
  servers: Servers;
  /** Below which input is looked for. */
  dataRoot: string;
  /** One request, with its path as it is written here: nothing tidies it up. */
  send(path: string, sent?: Sent): Promise<Answer>;
  submit(body: unknown, headers?: Record<string, string>): Promise<Answer>;
  stop(): Promise<void>;
}

export interface Needs {
  temporal?: boolean;
  reconciler?: boolean;
  /** Carries callbacks out, by rules that a test can wait for. */
  callbacks?: Partial<CallbackRules>;
  /** In the place of those that the environment allows. */
  addresses?: WebhookAddresses;
  /** Variables of the environment. */
  env?: Record<string, string>;
}

/** The API against real servers, on a free port. */
export async function runApi(needs: Needs = {}): Promise<RunningApi> {
  const servers = await startServers({ temporal: needs.temporal ?? false });
  const dataRoot = join(servers.home, "root");
  await mkdir(dataRoot);
  const env = { AVALANCHE_HOME: servers.home, AVALANCHE_DATA_ROOT: dataRoot, TEMPORAL_ADDRESS: servers.temporalAddress, ...needs.env };
  const config = loadConfig(env);
  const made = await createParts(config, servers.databaseUrl, TOKEN, pino({ level: "silent" }));
  const parts = { ...made, webhookAddresses: needs.addresses ?? made.webhookAddresses };
  const api = await startApi(parts, 0);
  const reconciler = needs.reconciler ? startReconciler(parts) : undefined;
  const callbacks = needs.callbacks
    ? new CallbackLoop({ ...parts, jobs: api.jobs, secret: WEBHOOK_SECRET }, { ...CALLBACK_RULES, ...needs.callbacks })
    : undefined;
  const send = (path: string, sent: Sent = {}) => request(api.url, path, sent);
  return {
    url: api.url,
    parts,
    servers,
    dataRoot,
    send,
    submit: (body, headers = {}) =>
      send("/api/v1/jobs", { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } }),
    stop: async () => {
      try {
        await reconciler?.stop();
        await callbacks?.stop();
        await api.stop(200);
        await parts.temporal.close();
        await parts.db.close();
      } finally {
        await servers.stop();
      }
    },
  };
}

function request(base: string, path: string, { method = "GET", body, headers = {}, bare = false }: Sent): Promise<Answer> {
  const { hostname, port } = new URL(base);
  const all = Array.isArray(headers) ? headers : { ...(bare ? {} : { authorization: `Bearer ${TOKEN}` }), ...headers };
  return new Promise((resolve, reject) => {
    const sent = http.request({ hostname, port, path, method, headers: all }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
