import assert from "node:assert/strict";
import { test } from "node:test";
import { carriesGoodServer } from "../../../local/set-up/temporal-version.mjs";

test("a Temporal server with priorities and without CVE-2026-5199 is used, an older one is not", () => {
  assert.ok(carriesGoodServer("temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)"));
  assert.ok(carriesGoodServer("temporal version 2.0.0 (Server 2.0.0, UI 3.0.0)"));
  assert.equal(carriesGoodServer("temporal version 1.4.1 (Server 1.28.0, UI 2.39.0)"), false);
  assert.equal(carriesGoodServer("temporal version 1.5.0 (Server 1.30.1, UI 2.40.0)"), false);
  assert.equal(carriesGoodServer("command not found"), false);
});
