import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { onPath } from "./programs.mjs";
import { run, say, SetUpError } from "./say.mjs";

/** Installs Debian packages as root or through sudo; where that is not possible, stops with the command to type. */
export async function installPackages(packages) {
  if (packages.length === 0) return;
  const names = packages.join(" ");
  if (process.platform === "darwin") throw new SetUpError(forMacos(names));
  if (!onPath("apt-get")) throw new SetUpError(forOthers(names));
  const prefix = asRoot();
  if (!prefix)
    throw new SetUpError(
      `These Debian packages are missing: ${names}\nInstall them, then run the same command again:\n\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names}\n`,
    );
  say(`installing ${names} (apt-get)`);
  const before = clusters();
  const apt = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
  await run([...apt, "update", "-q"]);
  await run([...apt, "install", "-y", "-q", "--no-install-recommends", ...packages]);
  await removeNewClusters(before, prefix);
  if (packages.includes("redis-server")) await stopNewRedis(prefix);
}

/** The words that make a command run as root; null where only a password would do. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  return onPath("sudo") && spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0 ? ["sudo", "-n"] : null;
}

/** Debian's package makes and starts an empty server on port 5432; no one asked us for that. */
async function removeNewClusters(before, prefix) {
  for (const cluster of clusters().filter((name) => !before.includes(name))) {
    await run([...prefix, "pg_dropcluster", "--stop", ...cluster.split(" ")]);
  }
}

/** Debian's package starts a server on port 6379, now and with the machine; no one asked us for that either. */
async function stopNewRedis(prefix) {
  await run([...prefix, "/usr/sbin/service", "redis-server", "stop"]);
  await run([...prefix, "/usr/sbin/update-rc.d", "redis-server", "disable"]);
}

function clusters() {
  if (!existsSync("/usr/bin/pg_lsclusters")) return [];
  const { stdout } = spawnSync("/usr/bin/pg_lsclusters", ["--no-header"], { encoding: "utf8" });
  return (stdout ?? "")
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split(/\s+/, 2).join(" "));
}

const CONDA = "conda install -c conda-forge -c bioconda vsearch cutadapt swarm blast postgresql";

function forMacos(names) {
  return `These programs are missing (by their Debian names): ${names}\nInstall them with conda, and run the same command again in that environment:\n\n  ${CONDA}\n\nor with Homebrew, as far as it has them, and the rest with conda or pip:\n\n  brew install blast postgresql@17 temporal\n  brew install brewsci/bio/vsearch brewsci/bio/swarm\n  python3 -m pip install cutadapt\n`;
}

function forOthers(names) {
  return `These programs are missing (by their Debian names): ${names}\nThis system has no apt-get. Install them with its own package manager, or with conda:\n\n  ${CONDA}\n\nthen run the same command again.\n`;
}
