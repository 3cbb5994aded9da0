import { randomUUID } from "node:crypto";
import { type Command, InvalidArgumentError } from "commander";
import type { Installation } from "../api/types.js";
import { given } from "../flags/job-filter.js";
import { followToEnd } from "../follow/follow-to-end.js";
import { createUploadDisplay } from "../follow/upload-display.js";
import { goesOn, onInterrupt } from "../interrupt.js";
import { renderReference, renderReferences } from "../render/references.js";
import { openSession } from "../session.js";
import { uploadParams } from "../upload/upload-params.js";
import { localDataRoot } from "./submit-task.js";

interface Flags {
  json?: boolean;
}

interface InstallFlags extends Flags {
  taxonomy?: string;
  format?: Installation["header_format"];
  ranks?: string;
  activate?: boolean;
  licence?: string;
  citation?: string;
}

export function build(command: Command): void {
  command
    .description("Shows the reference databases that are installed, and installs, activates or removes one.")
    .addHelpText("after", EXAMPLES);
  const add = (name: string, description: string) =>
    command.command(name).description(description).option("--json", "Write JSON").helpOption("-h, --help", "Show this help");
  add("list", "Every version that is installed; `*` marks the one that the name alone stands for.").action(async (flags: Flags) => {
    const { api, screen } = openSession(flags);
    const references = await api.references();
    if (screen.json) screen.document({ references });
    else if (references.length === 0) screen.note("No reference is installed: avalanche references install NAME@VERSION FASTA");
    else screen.line(renderReferences(references));
  });
  add("show", "What is known of one.")
    .argument("<reference>", "NAME@VERSION, or NAME for its active version")
    .action(async (id: string, flags: Flags) => {
      const { api, screen } = openSession(flags);
      const reference = await api.reference(id);
      if (screen.json) screen.document(reference);
      else screen.line(renderReference(reference));
    });
  for (const [name, description] of Object.entries(CHANGES) as [keyof typeof CHANGES, string][]) {
    add(name, description)
      .argument("<reference>", "NAME@VERSION")
      .action(async (id: string, flags: Flags) => {
        const { api, screen } = openSession(flags);
        const reference = await (name === "activate" ? api.activateReference(id) : api.removeReference(id));
        if (screen.json) screen.document(reference);
        else screen.line(`${reference.id} is ${name === "activate" ? "active" : "removed"}.`);
      });
  }
  add("install", "Checks and indexes a FASTA file, so that jobs can name it. A file of this machine is uploaded first.")
    .argument("<reference>", "NAME@VERSION, such as silva@138.2", idOf)
    .argument("<fasta>", "The sequences")
    .option("--taxonomy <file>", "Table of id and lineage, or SILVA's tax_slv")
    .option("--format <style>", "How the headers are written (default: told from the first thousand)")
    .option("--ranks <list>", "Ranks of lineages that do not say theirs, highest first, with commas between")
    .option("--activate", "Make it the version that the name alone stands for")
    .option("--licence <text>", "Under which its publisher gives it")
    .option("--citation <text>", "How to cite it")
    .action(install);
}

const CHANGES = {
  activate: "Makes a version the one that the name alone stands for. Jobs that were submitted before keep theirs.",
  remove: "Removes a version that no open job uses.",
};

async function install(id: [string, string], fasta: string, flags: InstallFlags): Promise<void> {
  const session = openSession(flags);
  const { api, screen } = session;
  const setInterrupt = onInterrupt("Interrupted: nothing was submitted.");
  const [name, version] = id;
  const { taxonomy, format, ranks, activate, licence, citation } = flags;
  const more = given({ taxonomy_path: taxonomy, header_format: format, ranks: ranks?.split(","), activate, licence, citation });
  const params = await uploadParams(
    api,
    TASK,
    { name, version, fasta_path: fasta, ...more },
    {
      tasks: [],
      dataRoot: localDataRoot(session),
      display: createUploadDisplay(screen),
    },
  );
  const { id: job } = await api.installReference(params as Installation, randomUUID());
  setInterrupt(goesOn(job));
  if (!screen.json) screen.line(`Job ${job}`);
  await followToEnd(api, screen, job, {
    showResult: ({ result }) => {
      const { reference, sequences } = result as { reference: string; sequences: number };
      screen.line(`${reference} is installed: ${sequences.toLocaleString("en-US")} sequences.`);
    },
  });
}

const TASK = { task: "install_reference", files: ["fasta_path", "taxonomy_path"], jobs: [], params: {} };

function idOf(text: string): [string, string] {
  const [, name, version] = /^([^@]+)@([^@]+)$/.exec(text) ?? [];
  if (name === undefined || version === undefined) throw new InvalidArgumentError("It must be NAME@VERSION, such as silva@138.2.");
  return [name, version];
}

const EXAMPLES = `
Examples:
  avalanche references list
  avalanche references install silva@138.2 SILVA_138.2_SSURef_NR99_tax_silva.fasta.gz --taxonomy tax_slv_ssu_138.2.txt
  avalanche references activate silva@138.2
  avalanche references remove silva@138.1
`;
