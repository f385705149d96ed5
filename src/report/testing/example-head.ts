import { ACCOUNT_ID, NOW } from '../../core/testing/example-account.ts';
import type { ReportHead } from '../run-report.ts';

/** The head of a report about the example account. */
export function exampleHead(different: Partial<ReportHead> = {}): ReportHead {
  return {
    runId: 'RUN1',
    accountId: ACCOUNT_ID,
    startedAt: NOW,
    mode: 'SIMULATED',
    masked: false,
    digest: '0123456789abcdef',
    warnings: [],
    problems: [],
    ...different,
  };
}
