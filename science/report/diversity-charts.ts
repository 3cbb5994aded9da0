import { chart, FIELD } from "./chart.js";
import { html, type Markup, swatch } from "./html.js";
import type { Groups, Ordination, RarefactionCurve } from "./report-data.js";

const COLOURS = 10;
/** More names beside their curves or points would cover each other. */
const MOST_NAMES = 10;
/** Height and width of a name on a phone, in the chart's units. */
const [LINE, WIDTH] = [22, 170];

export function rarefactionChart(curves: readonly RarefactionCurve[], groups: Groups | null): Markup {
  const colourOf = colours(groups, curves.length);
  const most = (of: 0 | 1) => curves.flatMap(({ points }) => points).reduce((sofar, point) => Math.max(sofar, point[of]), 1);
  const [reads, features] = [most(0), most(1)];
  const across = { label: "reads", from: 0, to: reads };
  return chart("Rarefaction curves", across, { label: "features expected", from: 0, to: features * 1.05 }, (scale) => {
    const ends = curves.map(({ sample, points }, index) => {
      const [x, y] = points.at(-1) ?? [0, 0];
      return { sample, colour: colourOf(sample, index), x: Number(scale.x(x)), y: Number(scale.y(y)) };
    });
    return [
      ...curves.map(({ sample, points }, index) => {
        const line = [[0, 0] as const, ...points].map(([x, y]) => `${scale.x(x)},${scale.y(y)}`).join(" ");
        return html`<polyline class="line s${colourOf(sample, index)}" points="${line}"><title>${sample}</title></polyline>`;
      }),
      ...namesAt(ends),
    ];
  });
}

export function ordinationChart({ points, explained, measure }: Ordination, groups: Groups | null): Markup {
  const colourOf = colours(groups, points.length);
  const axis = (name: string, values: readonly number[], part: number | null) => {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const room = 0.15 * (most - least || 1);
    return { label: part === null ? name : `${name} (${(100 * part).toFixed(1)} %)`, from: least - room, to: most + room };
  };
  const across = axis(
    "PC1",
    points.map(({ x }) => x),
    explained[0],
  );
  const up = axis(
    "PC2",
    points.map(({ y }) => y),
    explained[1],
  );
  return chart(`Ordination of the samples by ${measure}`, across, up, (scale) => {
    const places = points.map(({ sample, x, y }, index) => ({
      sample,
      colour: colourOf(sample, index),
      x: Number(scale.x(x)),
      y: Number(scale.y(y)),
    }));
    const dots = places.map(
      ({ sample, x, y, colour }) => html`<circle class="c${colour}" cx="${x}" cy="${y}" r="6"><title>${sample}</title></circle>`,
    );
    return [...dots, ...namesAt(places)];
  });
}

/** The colours of the groups that the samples are of; nothing where there are none. */
export function groupLegend(groups: Groups | null, samples: readonly string[]): Markup | null {
  if (groups === null) return null;
  const named = groupNames(groups).map((name, index) => ({ name, colour: `c${index % COLOURS}` }));
  const isAll = samples.every((sample) => groups.of.has(sample));
  const all = isAll ? named : [...named, { name: "in no group", colour: "cx" }];
  return html`<ul class="legend" aria-label="Groups of ${groups.column}">${all.map(({ name, colour }) => html`<li>${swatch(colour)}${name}</li>`)}</ul>`;
}

/** Of the group; without groups each sample has its own, as long as its name can stand beside it. */
function colours(groups: Groups | null, samples: number): (sample: string, index: number) => string {
  if (groups === null) return (_, index) => String(samples > MOST_NAMES ? 0 : index % COLOURS);
  const places = new Map(groupNames(groups).map((name, index) => [name, String(index % COLOURS)]));
  return (sample) => places.get(groups.of.get(sample) ?? "") ?? "x";
}

function groupNames({ of }: Groups): string[] {
  return [...new Set(of.values())].sort();
}

/** A point with a name, in the chart's units. */
interface Named {
  sample: string;
  colour: string;
  x: number;
  y: number;
}

/** The names beside their points; one that would lie on another is moved, and a line leads to it. */
function namesAt(points: readonly Named[]): Markup[] {
  if (points.length > MOST_NAMES) return [];
  const places = apart(points);
  const moved = places.filter(({ at, nameY }) => Math.abs(nameY - at.y) >= LINE / 2);
  const lines = moved.map(
    ({ at: { x, y, colour }, nameY }) => html`<path class="lead s${colour}" d="M${x} ${y}L${besideOf(x)} ${nameY.toFixed(1)}"></path>`,
  );
  const names = places.map(({ at: { sample, x }, nameY }) => {
    const text = sample.length > 16 ? `${sample.slice(0, 15)}\u2026` : sample;
    return html`<text class="name" x="${besideOf(x)}" y="${nameY.toFixed(1)}" dy="0.35em" text-anchor="${isRight(x) ? "end" : "start"}">${text}</text>`;
  });
  return [...lines, ...names];
}

/** Names there stand left of their points: to the right there is no room. */
function isRight(x: number): boolean {
  return x > 500;
}

function besideOf(x: number): string {
  return (isRight(x) ? x - 9 : x + 9).toFixed(1);
}

/** In the order of their points from above to below, a line each where others are near. */
function apart(points: readonly Named[]): { at: Named; nameY: number }[] {
  const places = [...points].sort((a, b) => a.y - b.y).map((at) => ({ at, nameY: at.y }));
  const near = ({ at }: { at: Named }, others: typeof places) => others.filter((other) => Math.abs(other.at.x - at.x) < WIDTH);
  for (const [index, place] of places.entries()) {
    for (const above of near(place, places.slice(0, index))) place.nameY = Math.max(place.nameY, above.nameY + LINE);
  }
  for (const [index, place] of [...places.entries()].reverse()) {
    place.nameY = Math.min(place.nameY, FIELD.bottom - LINE / 2);
    for (const below of near(place, places.slice(index + 1))) place.nameY = Math.min(place.nameY, below.nameY - LINE);
  }
  return places;
}
