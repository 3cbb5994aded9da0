import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { decodedBytes } from "../science/decoded-bytes.js";
import { thousands } from "./counts.js";

interface Watch {
  signal?: AbortSignal;
  progress: (fraction: number, status: string) => void;
}

/**
 * The unpacked bytes of a file; says how far it is, and stops when the signal aborts. The file is open only while it is read.
 *
 * @param share of the work that this pass over the file is, which begins at `from`; both 0 to 1
 * @throws {FormatError} as `decodedBytes`
 */
export async function* bytesAt(path: string, { signal, progress }: Watch, share: number, from = 0): AsyncGenerator<Buffer> {
  const { size } = await stat(path);
  const raw = createReadStream(path, { highWaterMark: 256 * 1024, ...(signal ? { signal } : {}) });
  for await (const chunk of decodedBytes(raw)) {
    yield chunk;
    progress(from + (share * raw.bytesRead) / Math.max(1, size), `${thousands(raw.bytesRead)} of ${thousands(size)} bytes`);
  }
}
