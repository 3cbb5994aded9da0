import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { z } from "zod";

const port = z.coerce.number().int().min(1).max(65_535);

const variables = z.object({
  PATH: z.string().default("/usr/local/bin:/usr/bin:/bin"),
  XDG_CACHE_HOME: z.string().min(1).default(join(homedir(), ".cache")),
  AVALANCHE_HOME: z.string().min(1).default(".avalanche"),
  AVALANCHE_DATA_ROOT: z.string().min(1).default("data"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s:/]+:\d+$/, "host:port")
    .optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default("default"),
  TEMPORAL_TLS_SERVER_NAME: z.string().min(1).optional(),
  TEMPORAL_TLS_CA: z.string().min(1).optional(),
  TEMPORAL_TLS_CERT: z.string().min(1).optional(),
  TEMPORAL_TLS_KEY: z.string().min(1).optional(),
  AVALANCHE_API_URL: z.url({ protocol: /^https?$/ }).optional(),
  AVALANCHE_TOKEN: z.string().min(16, "at least 16 characters").optional(),
  AVALANCHE_HTTP_HOST: z.string().min(1).default("127.0.0.1"),
  AVALANCHE_HTTP_PORT: port.optional(),
  AVALANCHE_PYTHON: z.string().min(1).optional(),
  AVALANCHE_TEST_DATA: z.string().min(1).default("../shared/data"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace"]).default("info"),
});

export interface Config {
  /** Absolute; all state of a local run. */
  home: string;
  /** Absolute; the only folder that is read for input. */
  dataRoot: string;
  databaseUrl: string | undefined;
  temporal: { address: string | undefined; namespace: string; tls: TlsFiles | undefined };
  apiUrl: string | undefined;
  token: string | undefined;
  http: { host: string; port: number; portWasAsked: boolean };
  python: string | undefined;
  /** Absolute; what all clones on this machine share, such as the Temporal command line. */
  cacheFolder: string;
  /** Folders in which programs are looked for. */
  searchPath: string[];
  /** Absolute; real data for tests, which are skipped where it is absent. */
  testData: string;
  logLevel: z.output<typeof variables>["LOG_LEVEL"];
}

export interface TlsFiles {
  serverName: string | undefined;
  ca: Buffer | undefined;
  certificate: Buffer | undefined;
  key: Buffer | undefined;
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
  if (!checked.success) {
    throw new ConfigError(checked.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
  }
  const values = checked.data;
  return {
    home: resolve(values.AVALANCHE_HOME),
    dataRoot: resolve(values.AVALANCHE_DATA_ROOT),
    databaseUrl: values.DATABASE_URL,
    temporal: { address: values.TEMPORAL_ADDRESS, namespace: values.TEMPORAL_NAMESPACE, tls: readTls(values) },
    apiUrl: values.AVALANCHE_API_URL,
    token: values.AVALANCHE_TOKEN ?? readToken(values.AVALANCHE_HOME),
    http: {
      host: values.AVALANCHE_HTTP_HOST,
      port: values.AVALANCHE_HTTP_PORT ?? 8080,
      portWasAsked: values.AVALANCHE_HTTP_PORT !== undefined,
    },
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

function readTls(values: z.output<typeof variables>): TlsFiles | undefined {
  const files = { ca: values.TEMPORAL_TLS_CA, certificate: values.TEMPORAL_TLS_CERT, key: values.TEMPORAL_TLS_KEY };
  if (!values.TEMPORAL_TLS_SERVER_NAME && !Object.values(files).some(Boolean)) return undefined;
  const names = { ca: "TEMPORAL_TLS_CA", certificate: "TEMPORAL_TLS_CERT", key: "TEMPORAL_TLS_KEY" };
  const read = (part: keyof typeof files) => {
    const file = files[part];
    if (file === undefined) return undefined;
    try {
      return readFileSync(file);
    } catch (error) {
      throw new ConfigError(`${names[part]}: cannot read ${file}: ${(error as Error).message}`);
    }
  };
  return { serverName: values.TEMPORAL_TLS_SERVER_NAME, ca: read("ca"), certificate: read("certificate"), key: read("key") };
}
