import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What callers show to be let in. */
export function keptToken(home: string): Promise<string> {
  return kept(home, "token", () => randomBytes(32).toString("base64url"));
}

/** What webhooks are signed with; in the form that the Standard Webhooks specification gives it. */
export function keptWebhookSecret(home: string): Promise<string> {
  return kept(home, "webhook-secret", () => `whsec_${randomBytes(32).toString("base64")}`);
}

/**
 * A secret of AVALANCHE_HOME, made at the first start; only its owner can read the file. Of two first starts at
 * once, one makes it and both use it.
 */
async function kept(home: string, name: string, make: () => string): Promise<string> {
  const file = join(home, name);
  return (await read(file)) ?? keep(home, file, make());
}

async function keep(home: string, file: string, secret: string): Promise<string> {
  await mkdir(home, { recursive: true });
  const own = `${file}.${process.pid}`;
  await writeFile(own, `${secret}\n`, { mode: 0o600 });
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
