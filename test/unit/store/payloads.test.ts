import assert from "node:assert/strict";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { randomBytes } from "node:crypto";
import { defaultPayloadConverter, type ExternalStorage, type Payload, type StorageDriverClaim } from "@temporalio/common";
import { payloadConverter } from "../../../store/payloads.js";

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "avalanche-payloads-"));
});
after(() => rm(folder, { recursive: true }));

const driverOf = (at: string) => (payloadConverter(at).externalStorage as ExternalStorage).drivers[0]!;
const payload = defaultPayloadConverter.toPayload({ text: randomBytes(50_000).toString("hex") });

async function kept(): Promise<{ claim: StorageDriverClaim; file: string }> {
  const [claim] = (await driverOf(folder).store({}, [payload])) as [StorageDriverClaim];
  const sha256 = claim.claimData.sha256 ?? "";
  return { claim, file: join(folder, "payloads", sha256.slice(0, 2), sha256) };
}

test("a payload becomes one file by its checksum, however often, and comes back with its metadata", async () => {
  const { claim } = await kept();
  assert.deepEqual((await kept()).claim, claim);
  const files = (await readdir(join(folder, "payloads"), { recursive: true })).filter((name) => /[0-9a-f]{64}$/.test(name));
  assert.equal(files.length, 1);
  const [found] = (await driverOf(folder).retrieve({}, [claim])) as [Payload];
  assert.deepEqual(defaultPayloadConverter.fromPayload(found), defaultPayloadConverter.fromPayload(payload));
});

test("a file that was changed, and one that is gone, are refused by name, for good", async () => {
  const { claim, file } = await kept();
  const refusal = (how: string) => ({
    type: "ArtifactLost",
    nonRetryable: true,
    message: new RegExp(`${claim.claimData.sha256}.* ${how};`),
  });
  await chmod(file, 0o644);
  await writeFile(file, "something else");
  await assert.rejects(driverOf(folder).retrieve({}, [claim]), refusal("is damaged"));
  await rm(file);
  await assert.rejects(driverOf(folder).retrieve({}, [claim]), refusal("is gone"));
});

test("where nothing can be written, the failure says so, and the stage may be tried again", async () => {
  const noFolder = join(folder, "a-file");
  await writeFile(noFolder, "");
  await assert.rejects(driverOf(noFolder).store({}, [payload]), {
    type: "DiskFull",
    nonRetryable: true,
    details: [{ retried: true, spans: [] }],
  });
});
