import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import { readTemporalTls, type TemporalTls } from "./temporal-tls.js";
import { type WebhookHosts, webhookHosts, webhookSecret } from "./webhooks.js";

const port = z.coerce.number().int().min(1).max(65_535);

const logLevel = z.enum(["fatal", "error", "warn", "info", "debug", "trace"]);

const variables = z.object({
  PATH: z.string().default("/usr/local/bin:/usr/bin:/bin"),
  XDG_CACHE_HOME: z.string().min(1).default(join(homedir(), ".cache")),
  AVALANCHE_HOME: z.string().min(1).default(".avalanche"),
  AVALANCHE_DATA_ROOT: z.string().min(1).default("data"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  TEMPORAL_ADDRESS: z.string().refine(isAddress, "host:port, with a port from 1 to 65535; [::1]:7233 for IPv6").optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default("default"),
  AVALANCHE_API_URL: z.url({ protocol: /^https?$/ }).optional(),
  AVALANCHE_TOKEN: z.string().min(16, "at least 16 characters").optional(),
  AVALANCHE_HTTP_HOST: z.string().min(1).default("127.0.0.1"),
  AVALANCHE_HTTP_PORT: port.optional(),
  AVALANCHE_SUBMIT_RATE: z.coerce.number().min(0.1).max(100_000).default(100),
  AVALANCHE_MAX_OPEN_JOBS: z.coerce.number().int().min(1).max(10_000_000).default(25_000),
  AVALANCHE_QUEUE_ALERT_SECONDS: z.coerce.number().min(1).max(31_536_000).default(3600),
  AVALANCHE_WEBHOOK_HOSTS: webhookHosts,
  AVALANCHE_WEBHOOK_SECRET: webhookSecret.optional(),
  AVALANCHE_PYTHON: z.string().min(1).optional(),
  AVALANCHE_TEST_DATA: z.string().min(1).default("../shared/data"),
  LOG_LEVEL: logLevel.default("info"),
});

export interface Config {
  /** Absolute; all state of a local run. */
  home: string;
  /** Absolute; the only folder that is read for input. */
  dataRoot: string;
  databaseUrl: string | undefined;
  temporal: { address: string | undefined; namespace: string; tls: TemporalTls | undefined };
  apiUrl: string | undefined;
  token: string | undefined;
  http: { host: string; port: number; portWasAsked: boolean };
  /** Of each user. */
  shares: { submitsPerSecond: number; maxOpenJobs: number };
  /** The age of the oldest queued job of a queue from which on the log warns. */
  queueAlertSeconds: number;
  webhooks: { hosts: WebhookHosts; secret: string | undefined };
  python: string | undefined;
  /** Absolute; what all clones on this machine share, such as the Temporal command line. */
  cacheFolder: string;
  /** Folders in which programs are looked for. */
  searchPath: string[];
  /** Absolute; real data for tests, which are skipped where it is absent. */
  testData: string;
  logLevel: z.output<typeof variables>["LOG_LEVEL"];
}

/** A bad environment: the message names every bad variable. Programs exit with status 2. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** @throws {ConfigError} */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  // A variable that is set but empty counts as unset, as in shells' `${NAME:-default}`.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const checked = variables.safeParse(given);
  const { tls, issues: tlsIssues } = readTemporalTls(given);
  const issues = checked.error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];
  if (!checked.success || tlsIssues.length > 0) throw new ConfigError([...issues, ...tlsIssues].join("\n"));
  const values = checked.data;
  return {
    home: resolve(values.AVALANCHE_HOME),
    dataRoot: resolve(values.AVALANCHE_DATA_ROOT),
    databaseUrl: values.DATABASE_URL,
    temporal: { address: values.TEMPORAL_ADDRESS, namespace: values.TEMPORAL_NAMESPACE, tls },
    apiUrl: values.AVALANCHE_API_URL,
    token: values.AVALANCHE_TOKEN ?? readToken(values.AVALANCHE_HOME),
    http: {
      host: values.AVALANCHE_HTTP_HOST,
      port: values.AVALANCHE_HTTP_PORT ?? 8080,
      portWasAsked: values.AVALANCHE_HTTP_PORT !== undefined,
    },
    shares: { submitsPerSecond: values.AVALANCHE_SUBMIT_RATE, maxOpenJobs: values.AVALANCHE_MAX_OPEN_JOBS },
    queueAlertSeconds: values.AVALANCHE_QUEUE_ALERT_SECONDS,
    webhooks: { hosts: values.AVALANCHE_WEBHOOK_HOSTS, secret: values.AVALANCHE_WEBHOOK_SECRET },
    python: values.AVALANCHE_PYTHON,
    cacheFolder: resolve(values.XDG_CACHE_HOME, "avalanche"),
    searchPath: values.PATH.split(delimiter).filter(isAbsolute),
    testData: resolve(values.AVALANCHE_TEST_DATA),
    logLevel: values.LOG_LEVEL,
  };
}

/** The token that the first start wrote, if there was one. */
function readToken(home: string): string | undefined {
  try {
    return readFileSync(join(home, "token"), "utf8").trim();
  } catch {
    return undefined;
  }
}

/** @throws {ConfigError} where a `--log-level` is none; undefined where it was not given */
export function checkLogLevel(flag: string | undefined): Config["logLevel"] | undefined {
  const checked = logLevel.optional().safeParse(flag);
  if (!checked.success) throw new ConfigError(`--log-level: one of ${logLevel.options.join(", ")}`);
  return checked.data;
}

/** `host:port`; the host of an IPv6 address in brackets. */
function isAddress(text: string): boolean {
  const found = /^(?:\[[0-9a-f:.%]+\]|[^\s:/[\]]+):(\d+)$/i.exec(text);
  return found !== null && port.safeParse(found[1]).success;
}
