import { htmlPage } from './html-page.ts';
import { reportSections } from './html-sections.ts';
import { markup } from './markup.ts';
import type { RunReport } from './run-report.ts';

/** The report as one HTML file for reading, on any screen or on paper, without a connection. */
export function writeHtml(report: RunReport): string {
  const { kind, head } = report;
  const when = new Date(head.startedAt).toISOString().slice(0, 19).replace('T', ' ');
  const title = `${kind === 'pre' ? 'Pre-trade' : 'Post-trade'} report, ${when} UTC`;
  return htmlPage(
    title,
    markup`<header><p class="plate">${head.mode}</p>
<h1>${report.headline}</h1>
<p class="soft">${title}. Account ${report.shared.account_id}, run ${head.runId}.</p></header>
<main>
${reportSections(report)}</main>
<footer><p class="soft">Plan ${head.digest}. Every figure is in the CSV, Markdown and JSON of this run as well. Calculated from your targets, your bands and the broker’s prices; not investment advice.</p></footer>`,
  );
}
