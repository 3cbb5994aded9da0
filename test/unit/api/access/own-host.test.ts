import assert from "node:assert/strict";
import { test } from "node:test";
import { isOwnHost } from "../../../../api/access/own-host.js";

test("on loopback, only names of this machine are its own", () => {
  for (const host of ["127.0.0.1:8080", "127.0.0.1", "localhost:8080", "LOCALHOST", "[::1]:8080"])
    assert.ok(isOwnHost(host, "127.0.0.1"), host);
  for (const host of ["evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example", "", "10.0.0.1"]) {
    assert.equal(isOwnHost(host, "127.0.0.1"), false, host);
  }
  assert.equal(isOwnHost(undefined, "127.0.0.1"), false);
});

test("bound to an address of the network, it may have any name", () => {
  assert.ok(isOwnHost("edna.example.org", "0.0.0.0"));
});
