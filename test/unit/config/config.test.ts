import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { checkLogLevel, loadConfig } from "../../../config/config.js";

const issuesOf = (env: Record<string, string>): string[] => {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    assert.equal((error as Error).name, "ConfigError");
    return (error as Error).message.split("\n").map((line) => line.split(":")[0]!);
  }
};

describe("the configuration", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "avalanche-config-"));
    for (const name of ["ca", "cert", "key"]) writeFileSync(join(folder, name), name);
  });
  after(() => rmSync(folder, { recursive: true }));

  test("address, namespace and TLS of Temporal come from the environment", () => {
    const { temporal } = loadConfig({
      TEMPORAL_ADDRESS: "temporal.example.org:7233",
      TEMPORAL_NAMESPACE: "edna",
      TEMPORAL_TLS_SERVER_NAME: "temporal.internal",
      TEMPORAL_TLS_CA: join(folder, "ca"),
      TEMPORAL_TLS_CERT: join(folder, "cert"),
      TEMPORAL_TLS_KEY: join(folder, "key"),
    });
    assert.deepEqual(temporal, {
      address: "temporal.example.org:7233",
      namespace: "edna",
      tls: {
        serverNameOverride: "temporal.internal",
        serverRootCACertificate: Buffer.from("ca"),
        clientCertPair: { crt: Buffer.from("cert"), key: Buffer.from("key") },
      },
    });
    assert.equal(loadConfig({}).temporal.tls, undefined);
  });

  test("every bad variable is named, those of files too", () => {
    const bad = {
      AVALANCHE_HTTP_PORT: "70000",
      TEMPORAL_TLS_CA: join(folder, "none"),
      TEMPORAL_TLS_CERT: folder,
      TEMPORAL_TLS_KEY: join(folder, "none"),
    };
    assert.deepEqual(issuesOf(bad), Object.keys(bad));
  });

  test("a client's certificate without its key, or the other way round, is refused", () => {
    assert.deepEqual(issuesOf({ TEMPORAL_TLS_CERT: join(folder, "cert") }), ["TEMPORAL_TLS_KEY"]);
    assert.deepEqual(issuesOf({ TEMPORAL_TLS_KEY: join(folder, "key") }), ["TEMPORAL_TLS_CERT"]);
  });

  test("an address is a host and a port that can be", () => {
    for (const address of ["localhost:7233", "127.0.0.1:1", "[::1]:7233", "a-b.example.org:65535"])
      assert.deepEqual(issuesOf({ TEMPORAL_ADDRESS: address }), [], address);
    for (const address of ["localhost", "localhost:0", "localhost:99999", "::1:7233", "[::1]", "http://localhost:7233", "a b:1"])
      assert.deepEqual(issuesOf({ TEMPORAL_ADDRESS: address }), ["TEMPORAL_ADDRESS"], address);
  });

  test("a log level is one of six", () => {
    assert.equal(checkLogLevel("debug"), "debug");
    assert.equal(checkLogLevel(undefined), undefined);
    assert.throws(() => checkLogLevel("loud"), { name: "ConfigError", message: /^--log-level: one of fatal, error/ });
  });
});
