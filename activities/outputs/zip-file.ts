import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import { strToU8, Zip, ZipDeflate } from "fflate";

export interface ZipEntry {
  name: string;
  content: Iterable<string> | AsyncIterable<Uint8Array>;
}

/** The next one takes three times as long for sequences, and makes them a tenth smaller. */
const LEVEL = 5;

/** The earliest that the format knows: equal files make equal archives, in every time zone. */
const DATE = new Date(1980, 0, 1);

/** Writes an archive whose bytes depend on its files alone. Its compressor is not Node's, whose bytes differ by version and processor. */
export async function writeZip(path: string, entries: readonly ZipEntry[], signal: AbortSignal): Promise<void> {
  await pipeline(zipped(entries), createWriteStream(path), { signal });
}

async function* zipped(entries: readonly ZipEntry[]): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    made.push(chunk);
  });
  for (const { name, content } of entries) {
    const file = new ZipDeflate(name, { level: LEVEL });
    file.mtime = DATE;
    zip.add(file);
    for await (const piece of inBlocks(content)) {
      file.push(piece);
      yield* made.splice(0);
    }
    file.push(new Uint8Array(0), true);
    yield* made.splice(0);
  }
  zip.end();
  yield* made.splice(0);
}

/** Rows are short; the compressor works on blocks. Between them others have their turn: the stage must beat. */
async function* inBlocks(content: ZipEntry["content"]): AsyncGenerator<Uint8Array> {
  let text = "";
  for await (const piece of content) {
    if (typeof piece !== "string") yield piece;
    else if ((text += piece).length > 1 << 16) {
      yield strToU8(text);
      text = "";
      await setImmediate();
    }
  }
  if (text !== "") yield strToU8(text);
}
