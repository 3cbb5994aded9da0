import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Artifact, sha256Of } from "../contracts/artifact.js";

export interface StoredArtifact {
  artifact: Artifact;
  sha256: string;
  sizeBytes: number;
}

/** Immutable files by their SHA-256. A folder here; an object store would answer to the same. */
export interface ArtifactStore {
  /** Stores what `write` puts under the path it is given; nothing of it is visible before it is complete. */
  create(write: (path: string) => Promise<void>): Promise<StoredArtifact>;
  /** A local, readable copy. @throws if there is none */
  pathOf(artifact: Artifact): Promise<string>;
  has(artifact: Artifact): Promise<boolean>;
  /** Removes what processes that were killed had not completed. */
  sweep(): Promise<void>;
}

/** A file that no one has written to for so long is written no more: hashing it takes minutes. */
const ABANDONED_MS = 24 * 3_600_000;

export class FolderArtifacts implements ArtifactStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async create(write: (path: string) => Promise<void>): Promise<StoredArtifact> {
    await mkdir(this.#incoming, { recursive: true });
    const temporary = join(this.#incoming, randomUUID());
    try {
      await write(temporary);
      const { sha256, sizeBytes } = await settle(temporary);
      await mkdir(join(this.#folder, sha256.slice(0, 2)), { recursive: true });
      await rename(temporary, this.#path(sha256));
      await syncFolder(join(this.#folder, sha256.slice(0, 2)));
      return { artifact: `artifact:${sha256}`, sha256, sizeBytes };
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async pathOf(artifact: Artifact): Promise<string> {
    const path = this.#path(sha256Of(artifact));
    await stat(path);
    return path;
  }

  async has(artifact: Artifact): Promise<boolean> {
    return this.pathOf(artifact).then(
      () => true,
      () => false,
    );
  }

  async sweep(): Promise<void> {
    for (const name of await readdir(this.#incoming).catch(() => [])) {
      const path = join(this.#incoming, name);
      const found = await stat(path).catch(() => null);
      if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(path, { force: true }).catch(() => undefined);
    }
  }

  get #incoming(): string {
    return join(this.#folder, "incoming");
  }

  #path(sha256: string): string {
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }
}

/** Hash and size of a file whose bytes are on the disk, and which no one writes any more. */
async function settle(path: string): Promise<{ sha256: string; sizeBytes: number }> {
  const file = await open(path, "r+");
  try {
    await file.sync();
    const hash = createHash("sha256");
    let sizeBytes = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      hash.update(chunk as Buffer);
      sizeBytes += (chunk as Buffer).length;
    }
    await chmod(path, 0o444);
    return { sha256: hash.digest("hex"), sizeBytes };
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  await folder.sync().finally(() => folder.close());
}
