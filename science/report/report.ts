import { createHash } from "node:crypto";
import { sumOf } from "../sum.js";
import { betweenSamples, withinSamples } from "./diversity-sections.js";
import { count, html, Markup, share } from "./html.js";
import { noveltySection } from "./novelty-section.js";
import { readsSection } from "./reads-section.js";
import type { ReportData } from "./report-data.js";
import { STYLE } from "./style.js";
import { SUNBURST_SCRIPT } from "./sunburst-script.js";
import { sunburst } from "./sunburst.js";
import { citationList, fileList, type NamedTaxon, pairsTable, taxaTable } from "./tables-section.js";
import { taxaBars } from "./taxa-bars.js";
import { taxaTree } from "./taxa-tree.js";
import { sum } from "../sum.js";

interface Section {
  id: string;
  title: string;
  body: Markup;
}

/**
 * `report.html`: one page without network. Its own policy comes before all that is written from data, and allows this
 * style and this script alone.
 */
export function reportPage(data: ReportData): string {
  const sections = sectionsOf(data);
  const policy = `default-src 'none'; style-src 'sha256-${hash(STYLE)}'; script-src 'sha256-${hash(SUNBURST_SCRIPT)}'`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Avalanche: ${data.analysisType} analysis</title>
<style>${new Markup(STYLE)}</style></head>
<body><header><h1>${title(data.analysisType)} analysis</h1>
${figures(data)}
<nav aria-label="Sections">${sections.map(
    ({ id, title: name }) => html`<a href="#${id}">${name}</a>
`,
  )}</nav></header>
<main>${warnings(data.warnings)}${sections.map(
    ({ id, title: name, body }) => html`<section id="${id}"><h2>${name}</h2>
${body}</section>
`,
  )}</main>
<footer>Made by Avalanche. The job's id and its times stand in <code>provenance.json</code>.</footer>
<script>${new Markup(SUNBURST_SCRIPT)}</script></body></html>
`.text;
}

function sectionsOf(data: ReportData): Section[] {
  const { table, rarefaction, ordination, groups, novelty } = data;
  const taxa = taxaOf(data);
  const all = sum(taxa.map(({ reads }) => reads));
  const section = (id: string, name: string, body: Markup | null | undefined): Section[] => (body ? [{ id, title: name, body }] : []);
  return [
    ...section("reads", "Reads", readsSection(data)),
    ...section("taxa", "Taxa", html`${taxaBars(table)}`),
    ...section(
      "hierarchy",
      "Hierarchy",
      all > 0 && table.features.some(({ names }) => names.some(Boolean)) ? sunburst(taxaTree(table)) : null,
    ),
    ...section("rarefaction", "Diversity within samples", rarefaction.length > 0 ? withinSamples(data) : null),
    ...section("ordination", "Diversity between samples", ordination && betweenSamples(ordination, groups)),
    ...section("novelty", "Novelty", novelty && noveltySection(novelty, (feature) => table.counts.total(feature))),
    ...section("list", "Most abundant taxa", taxaTable(taxa, all)),
    ...section("methods", "Methods", html`<p>${data.methods}</p>`),
    ...section("references", "References", citationList(data)),
    ...section(
      "parameters",
      "Parameters",
      pairsTable({ ...data.parameters, reference: data.reference?.name, reference_sha256: data.reference?.sha256 }),
    ),
    ...section("versions", "Versions", pairsTable(data.versions)),
    ...section("files", "Files", fileList(data)),
  ];
}

function figures({ table, reads }: ReportData): Markup {
  const stages = Object.values(reads);
  const [given, counted] = [sumOf(stages[0]), sumOf(stages.at(-1))];
  const named = table.features.filter(({ names }) => names.some(Boolean)).length;
  const shown: (readonly [string, string])[] = [
    [count(table.samples.length), table.samples.length === 1 ? "sample" : "samples"],
    // A combination has no stage before the count.
    ...(stages.length > 1 ? ([[count(given), "reads given"]] as const) : []),
    [count(counted), stages.length > 1 ? `reads counted (${share(counted, given)})` : "reads counted"],
    [count(table.features.length), "features"],
    [count(named), "features with a name"],
  ];
  return html`<ul class="figures">${shown.map(([value, what]) => html`<li><b>${value}</b><span>${what}</span></li>`)}</ul>`;
}

function warnings(all: readonly string[]): Markup | null {
  return all.length === 0 ? null : html`<ul class="warnings" aria-label="Warnings">${all.map((warning) => html`<li>${warning}</li>`)}</ul>`;
}

function taxaOf({ table: { features, counts } }: ReportData): NamedTaxon[] {
  const sums = new Map<string, NamedTaxon>();
  for (const { id, names } of features) {
    const lineage = names.filter(Boolean).join("; ");
    const sum = sums.get(lineage) ?? { lineage, reads: 0, features: 0 };
    sums.set(lineage, { lineage, reads: sum.reads + counts.total(id), features: sum.features + 1 });
  }
  return [...sums.values()].sort((a, b) => b.reads - a.reads || (a.lineage < b.lineage ? -1 : 1));
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

function title(type: string): string {
  return type.slice(0, 1).toUpperCase() + type.slice(1);
}
