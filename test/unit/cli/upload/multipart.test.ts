import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { after, before, describe, test } from "node:test";
import busboy from "busboy";
import type { LocalFile } from "../../../../cli/upload/local-dataset.js";
import { multipart } from "../../../../cli/upload/multipart.js";

describe("an upload's body", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "avalanche-multipart-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  test("the service's parser reads the same names and bytes", async () => {
    const names = ["creek R1.fastq.gz", 'a"b.fq', "förde_湖.fastq", "it's (1)*.fa"];
    const contents = names.map((_name, index) => Buffer.alloc(300_000 * index + 1, index));
    const files = names.map((name, index) => file(name, contents[index]!, index));
    const sent = new Map<string, number>();
    const body = multipart(files, ({ name }, bytes) => sent.set(name, (sent.get(name) ?? 0) + bytes));

    const read = await parse(body);

    assert.deepEqual(
      read.map(({ name }) => name),
      ["creek R1.fastq.gz", "a%22b.fq", "förde_湖.fastq", "it's (1)*.fa"],
    );
    assert.ok(read.every(({ bytes }, index) => bytes.equals(contents[index]!)));
    assert.deepEqual(
      [...sent.values()],
      contents.map((content) => content.length),
    );
  });

  function file(name: string, content: Buffer, index: number): LocalFile {
    const path = join(folder, String(index));
    writeFileSync(path, content);
    return { name, path, sizeBytes: content.length };
  }
});

async function parse({ contentType, body }: ReturnType<typeof multipart>): Promise<{ name: string; bytes: Buffer }[]> {
  const parser = busboy({ headers: { "content-type": contentType } });
  const parts: Promise<{ name: string; bytes: Buffer }>[] = [];
  parser.on("file", (field, stream, { filename }) => {
    assert.equal(field, "file");
    parts.push(stream.toArray().then((chunks) => ({ name: filename ?? "", bytes: Buffer.concat(chunks as Buffer[]) as Buffer })));
  });
  await pipeline(Readable.fromWeb(body as WebStream<Uint8Array>), parser);
  return Promise.all(parts);
}
