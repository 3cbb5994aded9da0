/** Most ranks that a reference has. */
const MOST_TABS = 32;

const TABS = Array.from(
  { length: MOST_TABS },
  (_, index) => `.tabs>input:nth-of-type(${index + 1}):checked~.panel:nth-of-type(${index + 1})`,
).join(",");

/** Eye-tested on white and on black: Paul Tol's and Okabe and Ito's colours, evened in lightness. */
const COLOURS = ["#4477aa", "#e08214", "#3a9d6e", "#c9546a", "#8f6bb8", "#2fa3b5", "#b5a01f", "#8c6246", "#d277b0", "#7a8f3c"];

export const STYLE = `:root{color-scheme:light dark;--paper:#fff;--ink:#1d2329;--soft:#5b6671;--line:#dfe4e8;--tint:#f4f6f8;--link:#1f5fa8;--warn:#fff6df;--warn-line:#e3b341}
@media(prefers-color-scheme:dark){:root{--paper:#15181c;--ink:#e6e9ec;--soft:#a3adb7;--line:#333a42;--tint:#1d2227;--link:#7db4f0;--warn:#2e2712;--warn-line:#8a6d1d}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:60rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.5rem}
h1{font-size:1.6rem;margin:0;line-height:1.25}
h3{font-size:1rem;margin:1.5rem 0 .5rem}
.printed{display:none}
h2{font-size:1.2rem;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line)}
p{margin:.5rem 0;max-width:46rem}
a{color:var(--link)}
small,.note{color:var(--soft);font-size:.875rem}
nav{margin:.75rem 0;display:flex;flex-wrap:wrap;gap:.25rem 1rem;font-size:.9rem}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;margin:1.25rem 0 0;padding:0;list-style:none}
.figures li{background:var(--tint);border-radius:.5rem;padding:.6rem .8rem}
.figures b{display:block;font-size:1.35rem;font-variant-numeric:tabular-nums;line-height:1.3}
.figures span{color:var(--soft);font-size:.85rem}
.warnings{background:var(--warn);border-left:4px solid var(--warn-line);margin:1rem 0;padding:.6rem 1rem .6rem 2rem;border-radius:.25rem}
.wide{overflow-x:auto;margin:.5rem 0}
.long{max-height:36rem;overflow-y:auto}
.long thead th{position:sticky;top:0;z-index:1;background:var(--paper)}
table{border-collapse:collapse;font-size:.9rem;width:100%}
th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
thead th{color:var(--soft);font-weight:600;white-space:nowrap}
tbody th{font-weight:500}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.keep{min-width:6.5rem;max-width:14rem}
.id{white-space:nowrap}
.lineage{min-width:15rem}
.meter{display:block;width:100%;height:.3rem;margin-top:.2rem}
.meter .all{fill:var(--line)}
.tabs>input{position:absolute;opacity:0}
.tabs>label{display:inline-block;padding:.25rem .7rem;margin:0 .25rem .4rem 0;border:1px solid var(--line);border-radius:1rem;font-size:.875rem;cursor:pointer}
.tabs>input:checked+label{background:var(--ink);color:var(--paper);border-color:var(--ink)}
.tabs>input:focus-visible+label,svg [tabindex]:focus-visible,a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.panel{display:none}
${TABS}{display:block}
.bars{display:grid;grid-template-columns:minmax(5rem,max-content) 1fr;gap:.3rem .75rem;align-items:center;margin:.5rem 0}
.bars dt{font-size:.9rem;max-width:14rem}
.bars dd{margin:0}
.bars dd>svg{display:block;width:100%;height:1.4rem;border-radius:.2rem;background:var(--tint)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.15rem 1rem;padding:0;margin:.75rem 0;font-size:.875rem}
.legend svg{width:.8rem;height:.8rem;margin-right:.35rem;vertical-align:-.08rem;border-radius:.15rem}
.scores dd>svg{background:none;overflow:visible}
.scores dd.axis>svg{height:1.2rem}
.scores text{fill:var(--soft);font-size:.8rem}
.scores text.limit{fill:var(--ink)}
line.limit{stroke:var(--ink);stroke-dasharray:4 3}
.mark-at{overflow:visible}
.novel{fill:#c9546a}
.gap{fill:var(--paper);stroke:var(--soft);stroke-width:2}
.known{fill:#4477aa;fill-opacity:.75}
.legend svg.in-text,.in-text{width:1rem;height:1rem;margin-right:.35rem;vertical-align:-.15rem}
.chart{display:block;width:100%;max-width:44rem;height:auto}
.chart text{fill:var(--soft);font-size:13px}
.chart .name{fill:var(--ink);stroke:var(--paper);stroke-width:3px;paint-order:stroke;stroke-linejoin:round}
.grid{stroke:var(--line)}
.line{fill:none;stroke-width:2.5;stroke-linejoin:round}
.lead{fill:none;stroke-width:1.25}
.sunburst{display:block;width:100%;max-width:46rem;height:auto;margin:0 auto}
.sunburst path{stroke:var(--paper);stroke-width:1}
.sunburst.live path,.sunburst.live .centre{cursor:pointer}
.sunburst.live path:hover{fill-opacity:1}
.labels{font-size:11px;pointer-events:none;fill:#fff;paint-order:stroke;stroke:rgba(0,0,0,.55);stroke-width:2px;stroke-linejoin:round}
.labels .out{fill:var(--ink);stroke:var(--paper);stroke-width:2.5px}
.centre{fill:var(--tint)}
.centre-name{font-size:13px;fill:var(--ink);pointer-events:none;dominant-baseline:middle}
.where{text-align:center;margin:.5rem auto;min-height:1.6em}
.references{padding-left:1.2rem}
.references li{margin:.35rem 0;font-size:.925rem}
code{font-size:.9em}
footer{margin-top:3rem;padding-top:1rem;padding-bottom:2rem;color:var(--soft);font-size:.875rem}
${COLOURS.map((colour, index) => `.c${index}{fill:${colour}}.s${index}{stroke:${colour}}`).join("")}
.cx{fill:#8d96a0}.sx{stroke:#8d96a0}.cn{fill:var(--line)}
@media(max-width:36rem){body{font-size:15px}h1{font-size:1.35rem}.chart text{font-size:21px}.labels{font-size:23px;stroke-width:3px}.labels .out{stroke-width:4px}.centre-name{font-size:19px}.bars{grid-template-columns:1fr;gap:.1rem}.bars dd{margin-bottom:.5rem}.bars dt{max-width:none}th,td{padding:.35rem .4rem}.lineage{min-width:11rem;overflow-wrap:break-word}.keep{min-width:7rem;max-width:9rem}.wide thead th:first-child,.wide tbody th:first-child{position:sticky;left:0;background:var(--paper)}}
@media print{nav{display:none}.panel{display:block}.tabs>label{display:none}.printed{display:block}.long{max-height:none}}
`;
