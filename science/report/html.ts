/** HTML that is safe: what came from outside is escaped in it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | readonly Markup[] | null | undefined;

/** HTML with values in it, each escaped, whatever it holds; `null` and `undefined` are nothing. */
export function html(pieces: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(pieces.map((piece, index) => (index === 0 ? piece : show(values[index - 1]) + piece)).join(""));
}

/** For text and for attributes in quotes. Without control characters, which HTML does not have. */
export function escapeHtml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "\uFFFD").replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");
}

export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** `12.3 %` of a whole; empty where there is none. */
export function share(part: number, whole: number): string {
  return whole === 0 ? "" : `${((100 * part) / whole).toFixed(1)}\u00a0%`;
}

/** A square of a colour, before what it stands for. */
export function swatch(colour: string): Markup {
  return html`<svg viewBox="0 0 1 1" aria-hidden="true"><rect class="${colour}" width="1" height="1"></rect></svg>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function show(value: Value): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(({ text }) => text).join("");
  return escapeHtml(String(value));
}
