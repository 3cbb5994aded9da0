import { html, type Markup } from "./html.js";

/** A plot's frame: 640 x 400, its field from (84, 16) to (624, 344). */
export const FIELD = { left: 84, right: 624, top: 16, bottom: 344 };

export interface Axis {
  label: string;
  from: number;
  to: number;
}

export interface Scale {
  x(value: number): string;
  y(value: number): string;
}

/** Axes with round marks, and in them what `draw` gives. */
export function chart(name: string, across: Axis, up: Axis, draw: (scale: Scale) => readonly Markup[]): Markup {
  const scale: Scale = {
    x: (value) => place(value, across, FIELD.left, FIELD.right).toFixed(1),
    y: (value) => place(value, up, FIELD.bottom, FIELD.top).toFixed(1),
  };
  return html`<svg class="chart" viewBox="0 0 640 400" role="img" aria-label="${name}">
${marks(across).map((mark) => html`<line class="grid" x1="${scale.x(mark)}" x2="${scale.x(mark)}" y1="${FIELD.top}" y2="${FIELD.bottom}"></line>${markBelow(Number(scale.x(mark)), shown(mark))}`)}
${marks(up).map((mark) => html`<line class="grid" x1="${FIELD.left}" x2="${FIELD.right}" y1="${scale.y(mark)}" y2="${scale.y(mark)}"></line><text class="mark" x="${FIELD.left - 8}" y="${scale.y(mark)}" dy="0.35em" text-anchor="end">${shown(mark)}</text>`)}
<text class="label" x="354" y="392" text-anchor="middle">${across.label}</text>
<text class="label" transform="translate(18,180) rotate(-90)" text-anchor="middle">${up.label}</text>
${draw(scale)}</svg>`;
}

/** Within the picture, also at its right end. */
function markBelow(x: number, mark: string): Markup {
  const isLast = x > FIELD.right - 24;
  return html`<text class="mark" x="${(isLast ? x + 14 : x).toFixed(1)}" y="${FIELD.bottom + 20}" text-anchor="${isLast ? "end" : "middle"}">${mark}</text>`;
}

/** Round numbers on an axis, about five. */
export function marks({ from, to }: Pick<Axis, "from" | "to">): number[] {
  const rough = (to - from) / 6;
  if (!(rough > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((times) => times * power >= rough) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(10)));
}

function place(value: number, { from, to }: Axis, start: number, end: number): number {
  return to === from ? (start + end) / 2 : start + ((value - from) / (to - from)) * (end - start);
}

function shown(mark: number): string {
  return Math.abs(mark) >= 10_000 ? `${Number((mark / 1000).toPrecision(4))}k` : String(mark);
}
