import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { chown, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Confinement, confine, type RunAs } from "./confinement.js";
import { postgresPrograms } from "./postgres-programs.js";
import type { ServerOptions } from "./server-options.js";

export interface Cluster {
  /** Folder of PostgreSQL's programs. */
  bin: string;
  dataFolder: string;
  password: string;
  /** undefined: as whoever we are. */
  runAs: RunAs | undefined;
}

export const ADMINISTRATOR = "avalanche";

const run = promisify(execFile);

/** The cluster under `home/postgres`, made where there is none. It gets its name when it is complete. */
export async function openCluster(options: Omit<ServerOptions, "state">): Promise<Cluster> {
  const folder = join(options.home, "postgres");
  if (!existsSync(folder)) await createCluster(folder, options);
  const dataFolder = join(folder, "data");
  return {
    bin: postgresPrograms(options.searchPath, readFileSync(join(dataFolder, "PG_VERSION"), "utf8").trim()),
    dataFolder,
    password: readFileSync(join(folder, "password"), "utf8").trim(),
    runAs: findUser(folder, options.confinement),
  };
}

async function createCluster(folder: string, options: Omit<ServerOptions, "state">): Promise<void> {
  const incoming = `${folder}.new`;
  // Left by a start that was interrupted; the lock of the home says that no one else is at it.
  await rm(incoming, { recursive: true, force: true });
  const dataFolder = join(incoming, "data");
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const passwordFile = join(incoming, "password");
  await writeFile(passwordFile, randomBytes(24).toString("hex"), { mode: 0o600 });
  await writeFile(join(incoming, "passwd"), `${ADMINISTRATOR}:x:1000:1000::/:/bin/false\n`);
  const runAs = findUser(incoming, options.confinement);
  if (runAs && !options.confinement.mayChangeUser) {
    await Promise.all([incoming, dataFolder, passwordFile].map((path) => chown(path, runAs.uid, runAs.gid)));
  }
  const initdb = join(postgresPrograms(options.searchPath), "initdb");
  const initdbCall = [...initdbArgs(dataFolder, passwordFile), ...(options.unsafeAndFast ? ["--no-sync"] : [])];
  const { command, args } = confine(options.confinement, initdb, initdbCall, false, runAs);
  await run(command, args, { env: options.env }).catch((error: Error & { stderr?: string }) => {
    throw new Error(`the database could not be made in ${folder}: ${error.stderr?.trim() || error.message}`);
  });
  await rename(incoming, folder);
}

function initdbArgs(dataFolder: string, passwordFile: string): string[] {
  // Older versions of macOS have no C.UTF-8; C with UTF-8 sorts the same.
  const locale = process.platform === "linux" ? "C.UTF-8" : "C";
  return [
    ...["--pgdata", dataFolder, "--data-checksums", "--encoding", "UTF8", "--locale", locale],
    ...["--username", ADMINISTRATOR, "--pwfile", passwordFile, "--auth", "scram-sha-256"],
  ];
}

/**
 * The server runs as a user of its own name space, whoever we are: PostgreSQL refuses root, and users without an account,
 * as containers have them. Where that is not permitted, root runs it as the account that Debian's package made.
 */
function findUser(folder: string, confinement: Confinement): RunAs | undefined {
  const passwd = join(folder, "passwd");
  if (confinement.mayChangeUser) return { uid: 1000, gid: 1000, passwd };
  if (process.getuid?.() !== 0) return undefined;
  const account = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  if (account && confinement.setpriv) return { uid: Number(account[1]), gid: Number(account[2]), passwd };
  throw new Error(
    "PostgreSQL refuses to run as root, and user name spaces are not permitted here: run Avalanche as an ordinary user, or set DATABASE_URL to a server that you have",
  );
}
