import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import type { LocalFile } from "./local-dataset.js";

/**
 * Files as one `multipart/form-data` body (RFC 7578), read as it is sent: nothing is held in memory but one chunk.
 *
 * @param onBytes told how many bytes of which file went out
 */
export function multipart(
  files: LocalFile[],
  onBytes: (file: LocalFile, bytes: number) => void,
): { contentType: string; body: ReadableStream<Uint8Array> } {
  const boundary = `avalanche-${randomUUID()}`;
  const body = ReadableStream.from(parts(files, boundary, onBytes)) as ReadableStream<Uint8Array>;
  return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}

async function* parts(files: LocalFile[], boundary: string, onBytes: (file: LocalFile, bytes: number) => void): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    yield Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; ${fileName(file.name)}\r\nContent-Type: application/octet-stream\r\n\r\n`,
    );
    for await (const chunk of createReadStream(file.path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
      onBytes(file, chunk.length);
      yield chunk;
    }
    yield Buffer.from("\r\n");
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}

/** Quotes and line ends as browsers send them; other letters than ASCII as RFC 5987 says, too. */
function fileName(name: string): string {
  const quoted = name.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll("\\", "\\\\");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/^[\u0020-\u007e]*$/.test(name)) return `filename="${quoted}"`;
  const encoded = encodeURIComponent(name).replace(/['()*!]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return `filename="${quoted.replace(/[^\u0020-\u007e]/g, "_")}"; filename*=UTF-8''${encoded}`;
}
