import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The token of AVALANCHE_HOME, made at the first start; only its owner can read the file. Of two first starts at
 * once, one makes it and both use it.
 */
export async function tokenOf(home: string): Promise<string> {
  const file = join(home, "token");
  return (await read(file)) ?? make(home, file);
}

async function make(home: string, file: string): Promise<string> {
  await mkdir(home, { recursive: true });
  const own = `${file}.${process.pid}`;
  await writeFile(own, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  // A link comes to be with its content, or not at all where there is one already.
  await link(own, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(own);
  return (await readFile(file, "utf8")).trim();
}

async function read(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").then(
    (text) => text.trim() || undefined,
    () => undefined,
  );
}
