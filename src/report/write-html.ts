import { htmlPage } from './html-page.ts';
import { combinedSections, reportSections, timesSection } from './html-sections.ts';
import { markup, type Markup } from './markup.ts';
import type { CombinedReport, RunReport, RunReports } from './run-report.ts';

/** The reports as one HTML file for reading, on any screen or on paper, without a connection. */
export function writeHtml(reports: RunReports): string {
  const { kind, startedAt, accounts, combined } = reports;
  const when = new Date(startedAt).toISOString().slice(0, 19).replace('T', ' ');
  const title = `${kind === 'pre' ? 'Pre-trade' : 'Post-trade'} report, ${when} UTC`;
  const [only] = accounts;
  const body =
    combined === undefined
      ? only && oneAccount(only, title, timesSection(reports))
      : severalAccounts(reports, combined, title);
  const digests = accounts.map(({ head }) => head.digest).join(', ');
  return htmlPage(
    title,
    markup`${body}
<footer><p class="soft">Plan ${digests}. Every figure is in the CSV, Markdown and JSON of this run as well. Calculated from your targets, your bands and the broker’s prices; not investment advice.</p></footer>`,
  );
}

function oneAccount(report: RunReport, title: string, times: Markup | undefined): Markup {
  const { head, headline, shared } = report;
  return markup`<header><p class="plate">${head.mode}</p>
<h1>${headline}</h1>
<p class="soft">${title}. Account ${shared.account_id}, run ${head.runId}.</p></header>
<main>
${reportSections(report, 2)}${times}</main>`;
}

function severalAccounts(reports: RunReports, combined: CombinedReport, title: string): Markup {
  const { kind, runId, accounts } = reports;
  const modes = [...new Set(accounts.map(({ head }) => head.mode))].join(', ');
  const parts = accounts.map(
    (
      report,
    ) => markup`<section class="account"><h2>${report.shared.account_id}: ${report.headline}</h2>
${reportSections(report, 3)}</section>
`,
  );
  return markup`<header><p class="plate">${modes}</p>
<h1>${`${accounts.length} accounts`}</h1>
<p class="soft">${title}. Run ${runId}.</p></header>
<main>
${combinedSections(combined, kind)}${parts}${timesSection(reports)}</main>`;
}
