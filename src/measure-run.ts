import type { Within } from './account-run.ts';
import type { TradePlan } from './core/plan/trade-plan.ts';
import type { Result } from './core/units/result.ts';
import type { Planned } from './observe-and-plan.ts';
import type { DriftMeasure } from './ports.ts';
import type { AccountEnd } from './trade-in-turn.ts';

/** As much of the end of an account as is measured. */
interface End {
  readonly kind: AccountEnd['kind'];
  readonly account: {
    readonly account: { readonly accountId: string };
    readonly planned: Pick<Planned, 'plan'>;
  };
}

/**
 * Remembers how far the accounts that traded were from their targets before and afterwards, for
 * `rebalance history`: reports are tidied away, and a journal is closed before its account is read
 * again. A memory that cannot be kept stops nothing.
 */
export function measureRun(
  ends: readonly End[],
  after: ReadonlyMap<string, Result<Planned>>,
  {
    run: { runId, startedAt },
    within: { ports, outside },
  }: {
    readonly run: { readonly runId: string; readonly startedAt: number };
    readonly within: {
      readonly ports: Pick<Within['ports'], 'measures'>;
      readonly outside: Pick<Within['outside'], 'log'>;
    };
  },
): void {
  for (const { kind, account } of ends) {
    if (kind !== 'traded') continue;
    const { accountId } = account.account;
    const now = after.get(accountId);
    const drifts = {
      before: measure(account.planned.plan),
      after: now?.ok === true ? measure(now.value.plan) : undefined,
    };
    try {
      ports.measures.keep({ runId, accountId, startedAt, ...drifts });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const text = `history will not know the drift of this run, which was not saved: ${why}`;
      outside.log.write({ level: 'WARNING', event: 'measure', text });
    }
  }
}

function measure({ base, totalDrift }: TradePlan): DriftMeasure {
  return { netLiq: base.netLiq, investable: base.investable, totalDrift };
}
