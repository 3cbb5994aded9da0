import { html, type Markup } from "./html.js";

/** Longer ones scroll in a frame of their own. */
const LONG = 60;

/** @param head cells; none where the first column says what the second holds */
export function table(head: readonly Markup[], rows: readonly Markup[]): Markup {
  const kind = rows.length > LONG ? "wide long" : "wide";
  return html`<div class="${kind}"><table>${head.length > 0 ? html`<thead><tr>${head}</tr></thead>` : null}
<tbody>${rows}</tbody></table></div>`;
}
