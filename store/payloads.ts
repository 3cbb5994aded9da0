import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ApplicationFailure, type DataConverter, ExternalStorage, type Payload, StorageDriverClaim } from "@temporalio/common";
import type { FailureType } from "../contracts/failures.js";
import type { FailureDetail } from "../contracts/job.js";
import { GzipCodec } from "../contracts/gzip-codec.js";
import { type ArtifactStore, FolderArtifacts } from "./artifacts.js";

/** As Temporal would store it, after compression, with its metadata. */
const LARGEST_INLINE_BYTES = 64 * 1024;

/**
 * How the API and the workers write what they give to Temporal: compressed, and above 64 KB as a file beside the
 * artifacts, of which the history holds the checksum. All of them share the folder.
 *
 * @param onLost what becomes of a payload whose file is missing or damaged: an error, or, where an error would leave a
 *   workflow in task retries, what `mark` makes of the message
 */
export function payloadConverter(artifactsFolder: string, onLost: (message: string) => Payload = refuse): DataConverter {
  // Apart from the jobs' own files: these are needed as long as Temporal keeps a history, and no record names them.
  const files = new FolderArtifacts(join(artifactsFolder, "payloads"));
  return {
    payloadCodecs: [new GzipCodec()],
    externalStorage: new ExternalStorage({ drivers: [storedIn(files, onLost)], payloadSizeThreshold: LARGEST_INLINE_BYTES }),
  };
}

function storedIn(files: ArtifactStore, onLost: (message: string) => Payload): ExternalStorage["drivers"][number] {
  return {
    name: "artifacts",
    type: "avalanche.artifacts",
    store: (_context, payloads) => Promise.all(payloads.map((payload) => store(files, payload))),
    retrieve: (_context, claims) => Promise.all(claims.map((claim) => retrieve(files, claim, onLost))),
  };
}

/** The file holds the bytes alone; the metadata, a few words, goes with the claim. */
async function store(files: ArtifactStore, { metadata, data }: Payload): Promise<StorageDriverClaim> {
  const { sha256 } = await files.create((path) => writeFile(path, data ?? new Uint8Array())).catch(unwritable);
  const words = Object.entries(metadata ?? {}).map(([key, value]) => [METADATA + key, Buffer.from(value).toString("latin1")]);
  return new StorageDriverClaim({ sha256, ...Object.fromEntries(words) });
}

async function retrieve(files: ArtifactStore, { claimData }: StorageDriverClaim, onLost: (message: string) => Payload): Promise<Payload> {
  const sha256 = claimData.sha256 ?? "";
  const data = await files.pathOf(`artifact:${sha256}`).then(
    (path) => readFile(path),
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    },
  );
  if (data === null) return onLost(`the file artifacts/payloads/${sha256.slice(0, 2)}/${sha256} of AVALANCHE_HOME is gone; ${ADVICE}`);
  if (createHash("sha256").update(data).digest("hex") !== sha256)
    return onLost(`the file artifacts/payloads/${sha256.slice(0, 2)}/${sha256} of AVALANCHE_HOME is damaged; ${ADVICE}`);
  const words = Object.entries(claimData).filter(([key]) => key.startsWith(METADATA));
  return { metadata: Object.fromEntries(words.map(([key, text]) => [key.slice(METADATA.length), Buffer.from(text, "latin1")])), data };
}

const METADATA = "metadata.";

const ADVICE = "all parts share that folder and nothing may be removed from it; submit the job again";

/** A stage is tried again by its workflow, as after its own errors; a workflow task by Temporal, a start by the reconciler. */
function unwritable(error: Error): never {
  const detail: FailureDetail = { retried: true, spans: [] };
  const message = `a value above 64 KB could not be written to artifacts/payloads of AVALANCHE_HOME: ${error.message}`;
  throw ApplicationFailure.nonRetryable(message, "DiskFull" satisfies FailureType, detail);
}

function refuse(message: string): never {
  throw ApplicationFailure.nonRetryable(message, "ArtifactLost" satisfies FailureType);
}
