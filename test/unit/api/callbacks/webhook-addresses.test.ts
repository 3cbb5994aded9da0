import assert from "node:assert/strict";
import type { LookupAddress } from "node:dns";
import { describe, test } from "node:test";
import { WebhookAddresses } from "../../../../api/callbacks/webhook-addresses.js";
import { loadConfig } from "../../../../config/config.js";

const addresses = (hosts = "", lookUp?: (name: string) => Promise<LookupAddress[]>) =>
  new WebhookAddresses(loadConfig({ AVALANCHE_WEBHOOK_HOSTS: hosts }).webhooks.hosts, lookUp);

describe("where webhooks may go", () => {
  test("row 22: addresses of this machine, of its network and of the cloud's own are refused in every form", () => {
    for (const host of [
      "127.0.0.1:7233",
      "0x7f.1",
      "2130706433",
      "017700000001",
      "127.1",
      "１２７.0.0.1",
      "localhost",
      "LOCALHOST.",
      "api.localhost",
      "localhost.localdomain",
      "169.254.169.254/latest/meta-data",
      "0.0.0.0",
      "10.1.2.3",
      "100.64.0.1",
      "172.31.0.1",
      "192.168.1.1",
      "224.0.0.1",
      "255.255.255.255",
      "[::1]",
      "[::]",
      "[::ffff:127.0.0.1]",
      "[::ffff:8.8.8.8]",
      "[64:ff9b::7f00:1]",
      "[2002:7f00:1::]",
      "[fd00::1]",
      "[fe80::1]",
      "[ff02::1]",
    ]) {
      for (const scheme of ["https", "http"]) {
        assert.match(addresses().refusal(`${scheme}://${host}`) ?? "accepted", /no public address/, `${scheme}://${host}`);
      }
    }
  });

  test("row 25: other schemes, names with passwords and low ports are refused", () => {
    for (const [url, reason] of [
      ["file:///etc/passwd", /begins with https/],
      ["ftp://example.org", /begins with https/],
      ["gopher://example.org", /begins with https/],
      ["data:,x", /begins with https/],
      ["https:example.org", /begins with https/],
      // A browser takes it for one with a host; what is counted by host would count it as none.
      ["https:///example.org", /begins with https/],
      ["https://example.org\\@127.0.0.1", /begins with https/],
      ["https://exa mple.org", /begins with https/],
      ["https://user:pw@example.org", /user name or a password/],
      ["https://example.org:22", /port 22/],
      ["https://example.org:0", /port 0/],
      ["http://example.org", /plain http/],
    ] as const) {
      assert.match(addresses().refusal(url) ?? "accepted", reason, url);
    }
  });

  test("https to a public name or address is taken", () => {
    for (const url of ["https://hooks.example.org/a?b=c", "https://example.org:8443", "HTTPS://8.8.8.8", "https://[2606:4700::1111]:443"]) {
      assert.equal(addresses().refusal(url), null, url);
    }
  });

  test("what the operator lists is taken, and no more than that", () => {
    const listed = addresses("hooks.internal, 127.0.0.1:9000, [fd00::1]:25, 10.1.0.0/16");
    for (const url of [
      "http://hooks.internal",
      "http://HOOKS.internal:9999",
      "http://127.0.0.1:9000",
      "http://[fd00:0::1]:25",
      "https://10.1.2.3",
    ])
      assert.equal(listed.refusal(url), null, url);
    for (const url of [
      "https://127.0.0.1:9001",
      "https://other.internal.localhost",
      "http://hooks.internal:22",
      "https://10.2.0.1",
      "http://example.org",
    ])
      assert.notEqual(listed.refusal(url), null, url);
  });

  test("row 23: of the addresses of a name only public ones are connected to", async () => {
    const name: LookupAddress[] = [
      { address: "127.0.0.1", family: 4 },
      { address: "8.8.8.8", family: 4 },
      { address: "::ffff:10.0.0.1", family: 6 },
      { address: "fe80::1%eth0", family: 6 },
    ];
    assert.deepEqual(await connectable(addresses("", async () => name)), ["8.8.8.8"]);
    assert.deepEqual(await connectable(addresses("10.0.0.0/8, 127.0.0.0/8", async () => name)), [
      "127.0.0.1",
      "8.8.8.8",
      "::ffff:10.0.0.1",
    ]);
    await assert.rejects(connectable(addresses("", async () => name.slice(0, 1))), /leads to an address that is not public/);
    assert.deepEqual(await connectable(addresses("example.org", async () => name.slice(0, 1))), ["127.0.0.1"]);
  });
});

function connectable(to: WebhookAddresses): Promise<string[]> {
  return new Promise((resolve, reject) => {
    to.lookupFor(new URL("https://example.org"))("example.org", { all: true }, (error, found) => {
      if (error) reject(error);
      else resolve((found as LookupAddress[]).map(({ address }) => address));
    });
  });
}
