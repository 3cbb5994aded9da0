import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSheet } from "../../../activities/check-sheet.js";

test("group_by that is no column is refused with those that there are", () => {
  const check = (group_by: string | undefined, ...metadata: Record<string, string>[]) =>
    checkSheet(
      { ...(group_by === undefined ? {} : { group_by }), decontaminate: false },
      metadata.map((one) => ({ metadata: one })),
    );
  check("site", { site: "x" });
  check(undefined);
  assert.throws(() => check("sites", { site: "x", date: "" }), /"sites".*it has site, date/);
  assert.throws(() => check("site", {}), /no columns but those of its files/);
});

test("decontamination without any blank is refused before the work begins: it would remove nothing without a word", () => {
  const check = (...controls: string[]) =>
    checkSheet(
      { decontaminate: true },
      controls.map((control) => ({ metadata: { control } })),
    );
  assert.throws(() => check("", "positive"), { type: "InvalidInput", message: /`decontaminate` needs blanks, and no sample is one/ });
  check("", "negative_pcr");
});
