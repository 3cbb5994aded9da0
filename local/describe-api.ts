import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import { createOpenApiDocument } from "../api/openapi-document.js";
import { toTaskEntry } from "../api/tasks/task-entry.js";
import { loadTasks } from "../contracts/registry.js";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * A step of the build, run from the sources: the command line's types of the API, and its list of tasks, so that
 * `avalanche run --help` needs neither a service nor zod.
 */
async function main(): Promise<void> {
  const document = await createOpenApiDocument();
  const types = astToString(await openapiTS(document as unknown as OpenAPI3));
  await replace("cli/generated/api.d.ts", `// Made by local/describe-api.ts from the API's OpenAPI document.\n${types}`);
  const tasks = [...(await loadTasks()).values()].map(toTaskEntry);
  await replace("dist/tasks.json", `${JSON.stringify({ tasks }, null, 2)}\n`);
}

/** Untouched where nothing changed: compilers look at times. */
async function replace(name: string, text: string): Promise<void> {
  const file = join(ROOT, name);
  if ((await readFile(file, "utf8").catch(() => "")) === text) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

await main();
