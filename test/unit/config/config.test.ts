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

  test("the shares of a user have generous defaults, and come from the environment", () => {
    assert.deepEqual(loadConfig({}).shares, { submitsPerSecond: 100, maxOpenJobs: 25_000 });
    const given = loadConfig({ AVALANCHE_SUBMIT_RATE: "0.5", AVALANCHE_MAX_OPEN_JOBS: "10" });
    assert.deepEqual(given.shares, { submitsPerSecond: 0.5, maxOpenJobs: 10 });
    for (const [name, bad] of [
      ["AVALANCHE_SUBMIT_RATE", "0"],
      ["AVALANCHE_SUBMIT_RATE", "fast"],
      ["AVALANCHE_MAX_OPEN_JOBS", "0"],
      ["AVALANCHE_MAX_OPEN_JOBS", "1.5"],
    ] as const)
      assert.deepEqual(issuesOf({ [name]: bad }), [name]);
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

  test("hosts of webhooks are names, addresses and networks; every other entry is named", () => {
    const { hosts } = loadConfig({
      AVALANCHE_WEBHOOK_HOSTS: " Hooks.internal:8443,127.0.0.1, ::1,[fd00::1]:9000, 10.1.0.0/16,fd00::/8,",
    }).webhooks;
    assert.deepEqual(hosts.named, [
      { host: "hooks.internal", port: 8443 },
      { host: "127.0.0.1", port: null },
      { host: "[::1]", port: null },
      { host: "[fd00::1]", port: 9000 },
    ]);
    assert.deepEqual(hosts.networks, [
      { address: "10.1.0.0", prefix: 16, family: "ipv4" },
      { address: "fd00::", prefix: 8, family: "ipv6" },
    ]);
    const bad = "http://a, a:0, a:99999, 10.0.0.0/33, 10.0.0.0/8/8, a b, *.a, [::1";
    assert.deepEqual(
      issuesOf({ AVALANCHE_WEBHOOK_HOSTS: bad }),
      Array.from({ length: 8 }, () => "AVALANCHE_WEBHOOK_HOSTS"),
    );
  });

  test("a secret of webhooks has the form of Standard Webhooks", () => {
    const of = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString("base64")}`;
    for (const secret of [of(24), of(64)]) assert.equal(loadConfig({ AVALANCHE_WEBHOOK_SECRET: secret }).webhooks.secret, secret);
    for (const secret of [of(23), of(65), "whsec_", "secret", of(32).slice(6)])
      assert.deepEqual(issuesOf({ AVALANCHE_WEBHOOK_SECRET: secret }), ["AVALANCHE_WEBHOOK_SECRET"], secret);
  });

  test("a log level is one of six", () => {
    assert.equal(checkLogLevel("debug"), "debug");
    assert.equal(checkLogLevel(undefined), undefined);
    assert.throws(() => checkLogLevel("loud"), { name: "ConfigError", message: /^--log-level: one of fatal, error/ });
  });
});
