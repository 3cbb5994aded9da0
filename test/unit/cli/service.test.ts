import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { findService } from "../../../cli/service.js";

describe("where the service is", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "avalanche-home-"));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const found = (apiUrl?: string) => findService({ home, apiUrl, token: "secret" });

  test("AVALANCHE_API_URL comes before all else, without a slash at its end", () => {
    writeFileSync(join(home, "endpoints.json"), '{"api":"http://127.0.0.1:9000"}');
    assert.deepEqual(found("https://edna.example.org/"), { url: "https://edna.example.org", token: "secret", from: "AVALANCHE_API_URL" });
  });

  test("a running `avalanche dev` is found by the file that it writes", () => {
    writeFileSync(join(home, "endpoints.json"), '{"api":"http://127.0.0.1:9000","temporal":"127.0.0.1:7233"}');
    assert.equal(found().url, "http://127.0.0.1:9000");
    assert.equal(found().from, "endpoints.json");
  });

  test("without either it is port 8080 of this machine", () => {
    assert.deepEqual(found(), { url: "http://127.0.0.1:8080", token: "secret", from: "default" });
  });

  for (const [what, text] of [
    ["cut short", '{"api":"http'],
    ["without an address", '{"temporal":"x"}'],
    ["with a wrong address", '{"api":"nowhere"}'],
  ] as const) {
    test(`a file ${what} is named, with what to do`, () => {
      writeFileSync(join(home, "endpoints.json"), text);
      assert.throws(() => found(), { message: /endpoints\.json names no address.*start `avalanche dev` again/, status: 2 });
    });
  }
});
