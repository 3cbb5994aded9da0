import assert from "node:assert/strict";
import { test } from "node:test";
import { REPORT_HEAD_BYTES, reportPolicy } from "../../../../api/files/report-policy.js";
import { reportPage } from "../../../../science/report/report.js";
import { reportData } from "../../science/report/report-data.js";

test("a report is shown with its own style and script alone, and no network", () => {
  const policy = reportPolicy(reportPage(reportData()).slice(0, REPORT_HEAD_BYTES));
  assert.match(policy, /^default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; base-uri 'none'; .*sandbox allow-scripts$/);
  assert.doesNotMatch(policy, /unsafe|\*|https?:/);
});

test("a page that does not begin as a report of ours gets no script, whatever it allows itself", () => {
  const foreign = [
    "<p>hello",
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src *">',
    reportPage(reportData()).slice(0, REPORT_HEAD_BYTES).replace("script-src 'sha256-", "script-src 'unsafe-inline' 'sha256-"),
    ` ${reportPage(reportData())}`.slice(0, REPORT_HEAD_BYTES),
  ];
  for (const head of foreign) assert.doesNotMatch(reportPolicy(head), /script-src|style-src/);
});
