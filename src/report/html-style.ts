/**
 * The style sheet of a report. It has no ampersand, angle bracket or quote, so that it goes through
 * the same escape as any other text unchanged; a test says so.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fcfcfa; --sheet: #ffffff; --ink: #1c2126; --soft: #59636c; --rule: #dde2e5;
  --band: #e4e8ea; --cool: #2d6a94; --warm: #a8561f; --calm: #3c7052; --alarm: #a32d38;
  --was: #9aa7b1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181b; --sheet: #1a1f23; --ink: #e6eaec; --soft: #a3adb5; --rule: #30383e;
    --band: #2b3338; --cool: #79b4dc; --warm: #e29a68; --calm: #8cc4a1; --alarm: #f08d94;
    --was: #6d7a84;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.25rem 1rem 3rem; max-width: 64rem; background: var(--paper);
  color: var(--ink); font: 0.95rem/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0.35rem 0 0.2rem; font-weight: 600; }
h2 { font-size: 1.1rem; margin: 2.4rem 0 0.2rem; font-weight: 600; }
h4 { font-size: 0.9rem; margin: 1.2rem 0 0; font-weight: 600; }
.account { border-top: 2px solid var(--rule); margin-top: 3.2rem; }
.account h2 { font-size: 1.3rem; margin-top: 1.4rem; }
.account section h3 { font-size: 1.1rem; margin-top: 2.2rem; }
h3 { font-size: 0.95rem; margin: 1.4rem 0 0; font-weight: 600; }
p { margin: 0.2rem 0 0.6rem; max-width: 46rem; }
.soft, caption, th, dt { color: var(--soft); }
.plate {
  display: inline-block; border: 1px solid; border-radius: 0.2rem; padding: 0 0.45rem;
  font-size: 0.75rem; font-weight: 600; letter-spacing: 0.08em; color: var(--soft);
}
.figures {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 0.8rem;
  margin: 1.2rem 0 0;
}
.figures div { background: var(--sheet); border: 1px solid var(--rule); border-radius: 0.4rem; padding: 0.6rem 0.8rem; }
dt { font-size: 0.8rem; }
dd { margin: 0; }
.figures .main { font-size: 1.3rem; font-weight: 600; line-height: 1.35; }
.alarm { border-left: 0.25rem solid var(--alarm); padding: 0.1rem 0 0.1rem 0.8rem; margin: 1.2rem 0 0; }
.alarm h2, .account .alarm h3 { margin-top: 0.2rem; color: var(--alarm); }
ul { margin: 0.3rem 0; padding-left: 1.2rem; }
li { overflow-wrap: anywhere; }
figure { margin: 0; }
.scroll { overflow-x: auto; position: relative; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 0; }
caption { text-align: left; font-size: 0.85rem; padding: 0 0 0.4rem; max-width: 46rem; }
th, td { padding: 0.22rem 0.5rem; vertical-align: top; border-top: 1px solid var(--rule); }
th { text-align: left; }
th.n { text-align: right; }
th { font-weight: 600; font-size: 0.8rem; }
tbody th { color: var(--ink); font-size: inherit; white-space: nowrap; }
thead th { border-top: 0; vertical-align: bottom; }
thead .n { white-space: normal; }
td, .n { text-align: right; white-space: nowrap; }
.w { text-align: left; }
.t { text-align: left; white-space: normal; min-width: 11rem; font-size: 0.85rem; overflow-wrap: anywhere; }
tfoot td, tfoot th { border-top: 2px solid var(--rule); font-weight: 600; color: var(--ink); font-size: inherit; }
.chart td, .chart th { vertical-align: middle; border-top: 0; padding-top: 0.1rem; padding-bottom: 0.1rem; }
.chart .c { width: 55%; min-width: 7rem; padding-left: 0.4rem; padding-right: 0.6rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.note { fill: var(--soft); font-size: 11px; }
.scale { display: flex; justify-content: space-between; font-weight: 400; }
svg { display: block; width: 100%; overflow: visible; }
.axis { stroke: var(--rule); }
.zone { fill: var(--band); shape-rendering: crispEdges; }
.bar { fill: var(--cool); }
.over { fill: var(--warm); }
.gone { fill: var(--was); }
.plan { fill: none; stroke: var(--cool); }
.mark { stroke: var(--ink); stroke-width: 2; }
.link { stroke: var(--was); stroke-width: 1.5; }
.dot { fill: var(--cool); stroke: var(--sheet); }
.ring { fill: var(--sheet); stroke: var(--soft); stroke-width: 1.5; }
.limit { fill: none; stroke: var(--ink); stroke-width: 1.5; }
.stop { stroke: var(--alarm); stroke-width: 2; }
.key { display: inline-block; margin-right: 1rem; }
.key svg { display: inline-block; width: 1.6rem; vertical-align: middle; margin-right: 0.3rem; }
.lives { display: grid; grid-template-columns: repeat(auto-fill, minmax(24rem, 1fr)); gap: 0 1.6rem; }
.lives td, .lives th { font-size: 0.8rem; padding: 0.12rem 0.3rem; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--rule); padding-top: 0.6rem; font-size: 0.85rem; }
footer p { overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  .wide, .scale span:nth-child(2) { display: none; }
  .chart td, .chart th { padding-left: 0.3rem; padding-right: 0.3rem; }
  .chart .c { min-width: 4rem; }
  .chart tbody th { white-space: normal; overflow-wrap: anywhere; }
  .life td { white-space: normal; }
  .life .t { min-width: 0; }
  .figures { grid-template-columns: 1fr 1fr; gap: 0.5rem; }
  .figures .main { font-size: 1.05rem; }
  .lives { grid-template-columns: minmax(0, 1fr); }
}
@media print {
  :root {
    --paper: #ffffff; --sheet: #ffffff; --ink: #000000; --soft: #444444; --rule: #bbbbbb;
    --band: #e6e6e6; --cool: #1f567c; --warm: #8a4312; --calm: #2f5b42; --alarm: #8a1f2a; --was: #999999;
  }
  body { max-width: none; padding: 0; font-size: 8.5pt; }
  .figures { grid-template-columns: repeat(4, 1fr); }
  .figures .main { font-size: 12pt; }
  .scroll { overflow: visible; }
  th, td { padding: 1pt 2.5pt; }
  h2, h3, caption { break-after: avoid; }
  tr, .figures div, .life { break-inside: avoid; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .t { min-width: 0; font-size: 7.5pt; }
  th, tbody th, .lives td { font-size: 7.5pt; }
}
`;
