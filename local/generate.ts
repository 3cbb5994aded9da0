import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { FAILURES } from "../contracts/failures.js";
import { loadTasks } from "../contracts/registry.js";
import { renderTask, renderTaskList } from "./task-page.js";

/** Writes docs/tasks/ from the registry and the list of failures into docs/jobs.md; with `--check` only says whether it is up to date. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  const folder = fileURLToPath(new URL("../docs", import.meta.url));
  const tasks = [...(await loadTasks()).values()];
  const pages = new Map(tasks.map((task) => [`tasks/${task.task}.md`, renderTask(task)]));
  pages.set("tasks/README.md", renderTaskList(tasks));
  pages.set("jobs.md", withFailures(await readFile(join(folder, "jobs.md"), "utf8")));
  const old: string[] = [];
  for (const [name, text] of pages) {
    const file = join(folder, name);
    if ((await readFile(file, "utf8").catch(() => "")) === text) continue;
    old.push(name);
    if (values.check) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  if (values.check && old.length > 0) {
    console.error(`docs is not up to date (${old.join(", ")}): run \`npm run generate\``);
    process.exitCode = 1;
  }
}

/** Puts the table of failures between the page's two marks. */
function withFailures(page: string): string {
  const rows = Object.entries(FAILURES).map(([type, { retried, meaning }]) => `| \`${type}\` | ${retried ? "yes" : "no"} | ${meaning} |`);
  const table = ["| type | tried again | meaning |", "| --- | --- | --- |", ...rows].join("\n");
  return page.replace(
    /(<!-- failures:begin.*?-->\n)[\s\S]*?(<!-- failures:end -->)/,
    (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`,
  );
}

await main();
