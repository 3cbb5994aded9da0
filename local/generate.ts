import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadTasks } from "../contracts/registry.js";
import { renderTask, renderTaskList } from "./task-page.js";

/** Writes docs/tasks/ from the registry; with `--check` only says whether it is up to date. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  const folder = fileURLToPath(new URL("../docs/tasks", import.meta.url));
  const tasks = [...(await loadTasks()).values()];
  const pages = new Map(tasks.map((task) => [`${task.task}.md`, renderTask(task)]));
  pages.set("README.md", renderTaskList(tasks));
  const old: string[] = [];
  for (const [name, text] of pages) {
    const file = join(folder, name);
    if ((await readFile(file, "utf8").catch(() => "")) === text) continue;
    old.push(name);
    if (values.check) continue;
    await mkdir(folder, { recursive: true });
    await writeFile(file, text);
  }
  if (values.check && old.length > 0) {
    console.error(`docs/tasks is not up to date (${old.join(", ")}): run \`npm run generate\``);
    process.exitCode = 1;
  }
}

await main();
