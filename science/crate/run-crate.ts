import type { Citation } from "../citations/citation.js";
import type { Parameters } from "../citations/used.js";
import { HOMEPAGES } from "./homepages.js";

/** A job and its files, as an RO-Crate tells of them. */
export interface RunCrate {
  jobId: string;
  /** Who ran it. */
  owner: string;
  task: string;
  /** Of Avalanche. */
  release: string;
  /** ISO 8601, whole seconds. */
  startedAt: string;
  endedAt: string;
  /** What the analysis was told, under its names. */
  parameters: Parameters;
  inputs: readonly { name: string; sha256: string }[];
  outputs: readonly { name: string; sha256: string; sizeBytes: number; mediaType: string }[];
  /** Tool -> version. */
  versions: Readonly<Record<string, string>>;
  citations: readonly Citation[];
}

interface Entity {
  "@id": string;
  "@type": string | string[];
  [property: string]: unknown;
}

const CRATE = "https://w3id.org/ro/crate/1.1";
const PROCESS = "https://w3id.org/ro/wfrun/process/0.5";
const PERSON = "#owner";
const LICENCE = "#licence";

/**
 * `ro-crate-metadata.json`: with it the folder of a job's files is an RO-Crate. Inputs stand in it by their SHA-256
 * (RFC 6920), as they are not among the files.
 * Source: RO-Crate 1.1; Process Run Crate 0.5 of the Workflow Run RO-Crate profiles.
 */
export function runCrate(crate: RunCrate): string {
  const graph = [
    ...describing(crate),
    ...files(crate),
    action(crate),
    person(crate),
    ...software(crate),
    ...values(crate),
    ...papers(crate),
  ];
  return `${JSON.stringify({ "@context": [`${CRATE}/context`, "https://w3id.org/ro/terms/workflow-run/context"], "@graph": graph }, null, 2)}\n`;
}

function describing({ jobId, task, endedAt, inputs, outputs, citations }: RunCrate): Entity[] {
  return [
    {
      "@id": "ro-crate-metadata.json",
      "@type": "CreativeWork",
      about: ref("./"),
      conformsTo: ref(CRATE),
    },
    {
      "@id": "./",
      "@type": "Dataset",
      name: `${task} ${jobId}`,
      description: `Result of the Avalanche job ${jobId}: ${outputs.length} files.`,
      datePublished: endedAt,
      author: ref(PERSON),
      license: ref(LICENCE),
      conformsTo: ref(PROCESS),
      hasPart: [...outputs.map(({ name }) => ref(fileId(name))), ...unique(inputs).map(({ sha256 }) => ref(hashId(sha256)))],
      mentions: ref(`#job-${jobId}`),
      ...some(
        "citation",
        citations.map(({ doi }) => ref(doiId(doi))),
      ),
    },
    { "@id": PROCESS, "@type": "CreativeWork", name: "Process Run Crate", version: "0.5" },
    {
      "@id": LICENCE,
      "@type": "CreativeWork",
      name: "No licence is stated",
      description: "The data belong to whoever ran the job.",
    },
  ];
}

function files({ inputs, outputs }: RunCrate): Entity[] {
  return [
    ...outputs.map(({ name, sha256, sizeBytes, mediaType }) => ({
      "@id": fileId(name),
      "@type": "File",
      name,
      contentSize: String(sizeBytes),
      encodingFormat: mediaType,
      sha256,
    })),
    ...unique(inputs).map(({ name, sha256 }) => ({ "@id": hashId(sha256), "@type": "File", name, sha256 })),
  ];
}

function action({ jobId, task, startedAt, endedAt, inputs, outputs, parameters }: RunCrate): Entity {
  return {
    "@id": `#job-${jobId}`,
    "@type": "CreateAction",
    name: `${task} ${jobId}`,
    description: `The stages and commands of this run stand in provenance.json.`,
    startTime: startedAt,
    endTime: endedAt,
    actionStatus: "http://schema.org/CompletedActionStatus",
    agent: ref(PERSON),
    instrument: ref("#avalanche"),
    object: [...unique(inputs).map(({ sha256 }) => ref(hashId(sha256))), ...Object.keys(parameters).map((name) => ref(valueId(name)))],
    result: outputs.map(({ name }) => ref(fileId(name))),
  };
}

function person({ owner }: RunCrate): Entity {
  return { "@id": PERSON, "@type": "Person", name: owner };
}

function software({ release, versions }: RunCrate): Entity[] {
  const tools = Object.entries(versions).map(([name, version]) => {
    const home = HOMEPAGES[name];
    const known = home === undefined ? {} : { url: home };
    return { "@id": home ?? `#${name}`, "@type": "SoftwareApplication", name, softwareVersion: version, ...known };
  });
  const needed = tools.map((tool) => ref(tool["@id"]));
  const avalanche = {
    "@id": "#avalanche",
    "@type": "SoftwareApplication",
    name: "Avalanche",
    softwareVersion: release,
    ...some("softwareRequirements", needed),
  };
  return [avalanche, ...tools];
}

function values({ parameters }: RunCrate): Entity[] {
  return Object.entries(parameters).map(([name, value]) => ({
    "@id": valueId(name),
    "@type": "PropertyValue",
    name,
    value: value ?? "none",
  }));
}

function papers({ citations }: RunCrate): Entity[] {
  return citations.map(({ doi, title, year }) => ({
    "@id": doiId(doi),
    "@type": "ScholarlyArticle",
    name: title,
    datePublished: String(year),
  }));
}

/** RO-Crate has no lists of one. */
function some(name: string, refs: readonly unknown[]): Record<string, unknown> {
  if (refs.length === 0) return {};
  return { [name]: refs.length === 1 ? refs[0] : refs };
}

function ref(id: string): { "@id": string } {
  return { "@id": id };
}

function fileId(name: string): string {
  return encodeURIComponent(name);
}

function valueId(name: string): string {
  return `#parameter-${name}`;
}

function doiId(doi: string): string {
  return `https://doi.org/${doi}`;
}

function hashId(sha256: string): string {
  return `ni:///sha-256;${Buffer.from(sha256, "hex").toString("base64url")}`;
}

function unique<T extends { sha256: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [one.sha256, one])).values()];
}
