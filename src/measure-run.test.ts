import { expect, it } from 'vitest';
import { ACCOUNT_ID, NOW, plannerInput } from './core/testing/example-account.ts';
import { planOf } from './core/testing/example-plan.ts';
import { failure, success, type Result } from './core/units/result.ts';
import { swap } from './execution/testing/run-example.ts';
import { measureRun } from './measure-run.ts';
import type { Planned } from './observe-and-plan.ts';
import type { RunMeasure } from './ports.ts';

const before = planOf(swap);
const after = planOf({
  etfs: swap.etfs.map((etf) => ({ ...etf, held: etf.symbol === 'VTI' ? '40' : '60' })),
});
const { snapshot } = plannerInput(swap);

/** Measures a run that traded in one account and not in another. */
function measured(afterwards: Result<Planned>, full = false) {
  const kept: RunMeasure[] = [];
  const warnings: string[] = [];
  const end = (kind: 'traded' | 'declined', accountId: string) => ({
    kind,
    account: { account: { accountId }, planned: { plan: before } },
  });
  measureRun(
    [end('traded', ACCOUNT_ID), end('declined', 'DU2')],
    new Map([[ACCOUNT_ID, afterwards]]),
    {
      run: { runId: 'RUN1', startedAt: NOW },
      within: {
        ports: {
          measures: {
            keep: (measure) => {
              if (full) throw new Error('no space left');
              kept.push(measure);
            },
            all: () => [],
          },
        },
        outside: { log: { write: ({ level, text }) => warnings.push(`${level} ${text}`) } },
      },
    },
  );
  return { kept, warnings };
}

it('keeps how far the account was from its targets, before and after', () => {
  const { kept, warnings } = measured(success({ plan: after, snapshot }));
  expect(warnings).toEqual([]);
  expect(kept).toEqual([
    {
      runId: 'RUN1',
      accountId: ACCOUNT_ID,
      startedAt: NOW,
      before: {
        netLiq: before.base.netLiq,
        investable: before.base.investable,
        totalDrift: before.totalDrift,
      },
      after: {
        netLiq: after.base.netLiq,
        investable: after.base.investable,
        totalDrift: after.totalDrift,
      },
    },
  ]);
  expect(after.totalDrift < before.totalDrift).toBe(true);
});

it('keeps what it knows of an account that could not be read again', () => {
  expect(measured(failure([])).kept).toMatchObject([{ runId: 'RUN1', after: undefined }]);
});

it('a memory that cannot be kept is a line in the log and nothing more', () => {
  const { kept, warnings } = measured(failure([]), true);
  expect(kept).toEqual([]);
  expect(warnings).toEqual([expect.stringMatching(/^WARNING history .*no space left$/)]);
});
