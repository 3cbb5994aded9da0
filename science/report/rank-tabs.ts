import { html, type Markup } from "./html.js";

export interface RankTab {
  rank: string;
  body: Markup;
}

/**
 * A panel a rank, of which one is shown; without a script, and all of them in print.
 *
 * @param group tells the tabs of a page apart
 * @param first the panel that is shown at first
 */
export function rankTabs(group: string, all: readonly RankTab[], first: number): Markup {
  const buttons = all.map(
    ({ rank }, index) =>
      html`<input type="radio" name="${group}" id="${group}-${index}"${index === first ? html` checked` : null}><label for="${group}-${index}">${rank}</label>
`,
  );
  const panels = all.map(
    ({ rank, body }) => html`<div class="panel"><h3 class="printed">${rank}</h3>${body}</div>
`,
  );
  return html`<div class="tabs" role="group" aria-label="Ranks">${buttons}${panels}</div>`;
}
