import { chart } from "./chart.js";
import { html, type Markup, swatch } from "./html.js";
import type { Groups, Ordination, RarefactionCurve } from "./report-data.js";

const COLOURS = 10;
/** More names beside their curves or points would cover each other. */
const MOST_NAMES = 10;
/** Height and width of a name on a phone, in the chart's units, and where its lower half begins. */
const [LINE, WIDTH, MIDDLE] = [22, 170, 180];

export function rarefactionChart(curves: readonly RarefactionCurve[], groups: Groups | null): Markup {
  const colourOf = colours(groups, curves.length);
  const most = (of: 0 | 1) => curves.flatMap(({ points }) => points).reduce((sofar, point) => Math.max(sofar, point[of]), 1);
  const [reads, features] = [most(0), most(1)];
  const across = { label: "reads", from: 0, to: reads };
  return chart("Rarefaction curves", across, { label: "features expected", from: 0, to: features * 1.05 }, (scale) => {
    const ends = curves.map(({ sample, points }, index) => {
      const [x, y] = points.at(-1) ?? [0, 0];
      return { sample, index, x: scale.x(x), y: Number(scale.y(y)) };
    });
    return [
      ...curves.map(({ sample, points }, index) => {
        const line = [[0, 0] as const, ...points].map(([x, y]) => `${scale.x(x)},${scale.y(y)}`).join(" ");
        return html`<polyline class="line s${colourOf(sample, index)}" points="${line}"><title>${sample}</title></polyline>`;
      }),
      ...(curves.length > MOST_NAMES ? [] : apart(ends).map(nameAt)),
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
    const places = points.map(({ sample, x, y }, index) => ({ sample, index, x: scale.x(x), y: Number(scale.y(y)) }));
    return [
      ...places.map(
        ({ sample, x, y, index }) =>
          html`<circle class="c${colourOf(sample, index)}" cx="${x}" cy="${y}" r="6"><title>${sample}</title></circle>`,
      ),
      ...(points.length > MOST_NAMES ? [] : apart(places).map(nameAt)),
    ];
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

function nameAt({ sample, x, y }: { sample: string; x: string; y: number }): Markup {
  const isRight = Number(x) > 500;
  const text = sample.length > 16 ? `${sample.slice(0, 15)}\u2026` : sample;
  return html`<text class="name" x="${(Number(x) + (isRight ? -9 : 9)).toFixed(1)}" y="${y.toFixed(1)}" dy="0.35em" text-anchor="${isRight ? "end" : "start"}">${text}</text>`;
}

/** Moves names that would lie on each other towards the middle. */
function apart<Place extends { y: number; x: string }>(places: readonly Place[]): Place[] {
  const upper = places.filter(({ y }) => y < MIDDLE).sort((a, b) => a.y - b.y);
  const lower = places.filter(({ y }) => y >= MIDDLE).sort((a, b) => b.y - a.y);
  return [...moved(upper, LINE), ...moved(lower, -LINE)];
}

function moved<Place extends { y: number; x: string }>(places: readonly Place[], line: number): Place[] {
  const done: Place[] = [];
  for (const place of places) {
    let { y } = place;
    for (const other of done) {
      const isNear = Math.abs(Number(other.x) - Number(place.x)) < WIDTH;
      if (isNear && Math.abs(other.y - y) < LINE) y = other.y + line;
    }
    done.push({ ...place, y });
  }
  return done;
}
