import { expect, it } from 'vitest';
import { perHolding } from '../core/testing/example-account.ts';
import { planOf } from '../core/testing/example-plan.ts';
import { gatherPreTrade } from './gather-pre-trade.ts';
import { maskAccounts, maskedId } from './mask-account.ts';
import type { RunReport, RunReports } from './run-report.ts';
import { exampleHead } from './testing/example-head.ts';
import { writeCsv } from './write-csv.ts';
import { writeHtml } from './write-html.ts';
import { writeJson } from './write-json.ts';
import { writeMarkdown } from './write-markdown.ts';

it.each([
  ['DU1234567', 'DU****567'],
  ['U7654321', 'U****321'],
  ['DU1', 'DU*'],
  ['U12345', 'U*****'],
])('%s is shown as %s', (id, shown) => {
  expect(maskedId(id)).toBe(shown);
});

it('a masked report has the account id nowhere, in no form', () => {
  const plan = planOf({ etfs: [{ symbol: 'VTI', weight: '100' }], cash: '1000' });
  const head = exampleHead({ problems: ['DU1234567: an order rb.RUN.DU1234567.1.1 is open'] });
  const report = gatherPreTrade(plan, head, { trigger: perHolding('50'), otherCash: [] });
  const reports = (account: RunReport): RunReports => ({
    ...{ kind: 'pre', runId: head.runId, startedAt: head.startedAt },
    ...{ accounts: [account], combined: undefined },
  });
  for (const write of [writeCsv, writeMarkdown, writeHtml, writeJson]) {
    expect(write(reports(report))).toContain('DU1234567');
    const masked = write(reports(maskAccounts(report, ['DU1234567'])));
    expect(masked).not.toContain('DU1234567');
    expect(masked.replaceAll('\\', '')).toContain('DU****567');
  }
});

it('a masked report hides the other accounts of its run too, whichever is part of another', () => {
  const plan = planOf({ etfs: [{ symbol: 'VTI', weight: '100' }], cash: '1000' });
  const problems = ['DU1234567: not begun: the run was stopped in U1234567 and DU12345678'];
  const report = gatherPreTrade(plan, exampleHead({ problems }), {
    ...{ trigger: perHolding('50'), otherCash: [] },
  });
  const { head } = maskAccounts(report, ['U1234567', 'DU1234567', 'DU12345678']);
  expect(head.problems).toEqual([
    'DU****567: not begun: the run was stopped in U****567 and DU*****678',
  ]);
});
