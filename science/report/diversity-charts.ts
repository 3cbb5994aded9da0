import { chart } from "./chart.js";
import { html, type Markup } from "./html.js";
import type { Ordination, RarefactionCurve } from "./report-data.js";

const COLOURS = 10;
/** More names beside their curves or points would cover each other. */
const MOST_NAMES = 15;
/** Height of a name, in the chart's units. */
const LINE = 15;

export function rarefactionChart(curves: readonly RarefactionCurve[]): Markup {
  const most = (of: 0 | 1) => Math.max(1, ...curves.flatMap(({ points }) => points.map((point) => point[of])));
  const [reads, features] = [most(0), most(1)];
  // Room for the names on the right.
  const across = { label: "reads", from: 0, to: reads * (curves.length > MOST_NAMES ? 1 : 1.2) };
  return chart("Rarefaction curves", across, { label: "features expected", from: 0, to: features * 1.05 }, (scale) => {
    const ends = curves.map(({ sample, points }, index) => {
      const [x, y] = points.at(-1) ?? [0, 0];
      return { sample, index, x: scale.x(x), y: Number(scale.y(y)) };
    });
    return [
      ...curves.map(({ sample, points }, index) => {
        const line = [[0, 0] as const, ...points].map(([x, y]) => `${scale.x(x)},${scale.y(y)}`).join(" ");
        return html`<polyline class="line s${index % COLOURS}" points="${line}"><title>${sample}</title></polyline>`;
      }),
      ...(curves.length > MOST_NAMES ? [] : apart(ends).map(({ sample, x, y, index }) => nameAt(sample, x, y, index))),
    ];
  });
}

export function ordinationChart({ points, explained, measure }: Ordination): Markup {
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
        ({ sample, x, y, index }) => html`<circle class="c${index % COLOURS}" cx="${x}" cy="${y}" r="6"><title>${sample}</title></circle>`,
      ),
      ...(points.length > MOST_NAMES ? [] : places.map(({ sample, x, y, index }) => nameAt(sample, x, y, index))),
    ];
  });
}

function nameAt(sample: string, x: string, y: number, index: number): Markup {
  const isRight = Number(x) > 500;
  const text = sample.length > 16 ? `${sample.slice(0, 15)}\u2026` : sample;
  return html`<text class="name s${index % COLOURS}" x="${(Number(x) + (isRight ? -9 : 9)).toFixed(1)}" y="${y.toFixed(1)}" dy="0.35em" text-anchor="${isRight ? "end" : "start"}">${text}</text>`;
}

/** Moves names down that would lie on each other. */
function apart<Place extends { y: number; x: string }>(places: readonly Place[]): Place[] {
  let last = Number.NEGATIVE_INFINITY;
  return [...places]
    .sort((a, b) => a.y - b.y)
    .map((place) => {
      last = Math.max(place.y, last + LINE);
      return { ...place, y: last };
    });
}
