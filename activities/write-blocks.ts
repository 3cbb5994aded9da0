import { createWriteStream } from "node:fs";
import { BlockWriter } from "../science/block-writer.js";

/**
 * Writes a file with what `work` is given. It is closed whatever happens: a file that was removed while it was open keeps its place
 * on the disk.
 *
 * @throws what `work` throws, or the file met, such as a full disk
 */
export async function writeBlocks<T>(path: string, work: (writer: BlockWriter) => Promise<T>): Promise<T> {
  const target = createWriteStream(path);
  const writer = new BlockWriter(target);
  try {
    const done = await work(writer);
    await writer.end();
    return done;
  } finally {
    target.destroy();
  }
}
