import { execFile } from "node:child_process";
import type { Check } from "../cli/render/checks.js";
import { DADA2_VERSION } from "../tools/dada2.js";
import { detectSandbox, findProgram } from "../tools/sandbox.js";

/** A program that the stages need, and how it is got. */
interface Program {
  name: string;
  ask: string;
  /** Finds the version in what it says. */
  version: RegExp;
  least: string;
  /** The package: Debian's or Ubuntu's, and bioconda's. */
  apt: string;
  conda: string;
  /** What asks for it, where it is optional. */
  onlyFor?: string;
}

const PROGRAMS: Program[] = [
  { name: "vsearch", ask: "--version", version: /vsearch v(\d+(?:\.\d+)*)/, least: "2.21", apt: "vsearch", conda: "bioconda::vsearch" },
  { name: "cutadapt", ask: "--version", version: /^(\d+(?:\.\d+)*)/m, least: "4.0", apt: "cutadapt", conda: "bioconda::cutadapt" },
  { name: "swarm", ask: "--version", version: /Swarm (\d+(?:\.\d+)*)/, least: "3.0", apt: "swarm", conda: "bioconda::swarm" },
  { name: "blastn", ask: "-version", version: /blastn: (\d+(?:\.\d+)*)/, least: "2.12", apt: "ncbi-blast+", conda: "bioconda::blast" },
  {
    name: "mafft",
    ask: "--version",
    version: /v(\d+(?:\.\d+)*)/,
    least: "7.3",
    apt: "mafft",
    conda: "bioconda::mafft",
    onlyFor: "`tree` of run_analysis",
  },
  {
    name: "fasttree",
    ask: "-help",
    version: /FastTree (?:version )?(\d+(?:\.\d+)*)/i,
    least: "2.1",
    apt: "fasttree",
    conda: "bioconda::fasttree",
    onlyFor: "`tree` of run_analysis",
  },
];

/** Node and the tools of the stages: found, and new enough. */
export async function checkPrograms(searchPath: readonly string[]): Promise<Check[]> {
  const tools = await Promise.all(PROGRAMS.map((program) => checkProgram(program, searchPath)));
  return [checkNode(process.versions.node), ...tools, await checkDada2(searchPath), await checkSandbox(searchPath), checkTime(searchPath)];
}

/** @param version of the Node that runs */
export function checkNode(version: string): Check {
  if (isAtLeast(version, "20.19")) return { name: "Node", ok: true, found: version };
  return {
    name: "Node",
    ok: false,
    found: `${version} is too old`,
    advice: "install Node 20.19 or newer, from your system's packages or with nvm install 20",
  };
}

/** `2.9.1` is below `2.21`: compared number by number. */
export function isAtLeast(version: string, least: string): boolean {
  const [have, need] = [version, least].map((text) => text.split(".").map(Number));
  const differs = need!.findIndex((number, index) => (have![index] ?? 0) !== number);
  return differs === -1 || (have![differs] ?? 0) > need![differs]!;
}

async function checkProgram({ name, ask, version, least, apt, conda, onlyFor }: Program, searchPath: readonly string[]): Promise<Check> {
  const advice = `apt install ${apt}, or conda install ${conda}`;
  const path = findProgram(name, searchPath);
  if (!path && onlyFor) return { name, ok: true, found: `is not on PATH: only ${onlyFor} needs it`, advice };
  if (!path) return { name, ok: false, found: "is not on PATH", advice };
  const found = version.exec(await says(path, [ask]))?.[1];
  if (!found) return { name, ok: false, found: `${path} does not tell its version`, advice };
  return isAtLeast(found, least) ? { name, ok: true, found } : { name, ok: false, found: `${found} is older than ${least}`, advice };
}

/** Optional: its R takes half a gigabyte, and only one denoiser needs it. */
async function checkDada2(searchPath: readonly string[]): Promise<Check> {
  const name = "dada2";
  const path = findProgram("Rscript", searchPath);
  const found = path && /^dada2 (\d+(?:\.\d+)*)/m.exec(await says(path, ["--vanilla", "-e", DADA2_VERSION]))?.[1];
  if (found) return { name, ok: true, found };
  return {
    name,
    ok: true,
    found: "is not installed: only `denoiser: dada2` needs it",
    advice: "where it is wanted: apt install r-bioc-dada2, or conda install bioconda::bioconductor-dada2",
  };
}

async function checkSandbox(searchPath: readonly string[]): Promise<Check> {
  const name = "Sandbox";
  if (!findProgram("bwrap", searchPath))
    return { name, ok: false, found: "bubblewrap is not on PATH: tools run without one", advice: "apt install bubblewrap" };
  const sandbox = await detectSandbox(searchPath);
  if (sandbox === "bubblewrap") return { name, ok: true, found: "bubblewrap works here" };
  return {
    name,
    ok: true,
    found: "bubblewrap is not permitted here (a container?): tools run in a process group of their own, but see network and files",
  };
}

function checkTime(searchPath: readonly string[]): Check {
  if (findProgram("time", searchPath)) return { name: "GNU time", ok: true, found: "measures CPU time and memory of tools" };
  return { name: "GNU time", ok: false, found: "is not on PATH: CPU time and memory of tools are not kept", advice: "apt install time" };
}

/** All that a program writes, on either stream; empty where it does not start. */
export function says(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 20_000 }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
}
