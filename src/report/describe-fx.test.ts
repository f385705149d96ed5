import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { FxPlan, NoFxReason } from '../core/plan/fund-fx.ts';
import type { TradePlan } from '../core/plan/trade-plan.ts';
import { perHolding, type Example } from '../core/testing/example-account.ts';
import { planOf } from '../core/testing/example-plan.ts';
import { usd } from '../core/units/usd.ts';
import { describeFx } from './describe-fx.ts';
import { gatherPreTrade } from './gather-pre-trade.ts';
import { writePreview } from './preview.ts';
import { exampleHead } from './testing/example-head.ts';
import { writeCsv } from './write-csv.ts';

const DIGEST = '0123456789abcdef';

const funded: Example = {
  cash: '0',
  cad: '20000',
  etfs: [{ symbol: 'VTI', weight: '100', price: '100' }],
  fx: { enabled: true },
};

function preview(plan: TradePlan): readonly string[] {
  return writePreview({
    plan,
    digest: DIGEST,
    gates: [],
    warnings: [],
    mode: 'PREVIEW',
    otherCash: [{ currency: 'CAD', amount: usd('20000') }],
    preReport: 'pre.csv',
    columns: 120,
  }).split('\n');
}

/** The cells of one row by the names of their columns. */
function row(plan: TradePlan, symbol: string): Record<string, string> {
  const report = gatherPreTrade(plan, exampleHead(), { trigger: perHolding('50'), otherCash: [] });
  const rows: Record<string, string>[] = parse(writeCsv({ accounts: [report] }), { columns: true });
  return rows.find((each) => each['symbol'] === symbol) ?? {};
}

describe('a conversion', () => {
  const plan = planOf(funded);

  it('has a line of its own in the preview, and a term in the sum of the cash', () => {
    expect(preview(plan)).toContain(
      'First BUY 14,734 USD.CAD at the market, about 1.35000: $14,704.47 are lacking; takes at most 19,933.39 CAD with its commission; an odd lot below $25,000, which fills at a worse rate.',
    );
    expect(preview(plan)).toContain(
      'Cash 0.00 + FX 14,734.00 + sells 0.00 - buys 14,700.00 - fees and reserve 4.47',
    );
    expect(preview(plan)).toContain('Other cash: 20,000.00 CAD.');
  });

  it('has a row in the pre-trade report, and the cash row says what it counts', () => {
    expect(row(plan, 'USD.CAD')).toMatchObject({
      is_cash: 'false',
      action: 'BUY',
      qty_shares: '14734',
      est_price: '1.35000',
      order_type: 'MKT',
      est_value_usd: '14734.00',
      limit_price: '',
    });
    expect(row(plan, 'CASH')).toMatchObject({ value_usd: '0.00' });
    expect(row(plan, 'CASH')['reasons']).toContain('count $14783.00 that CAD can be converted to');
  });

  it('with a limit shows it', () => {
    const limited = planOf({ ...funded, fx: { enabled: true, orderType: 'LMT' } });
    expect(describeFx(limited.fx)).toContain('USD.CAD at 1.35065: ');
    expect(row(limited, 'USD.CAD')).toMatchObject({ order_type: 'LMT', limit_price: '1.35065' });
  });

  it('that was cut says by what', () => {
    const topUp = { enabled: true, convertMode: 'always_top_up', maxOrder: usd('5000') } as const;
    const held = [{ symbol: 'VTI', weight: '100', held: '900', price: '100' }];
    const plan = planOf({ ...funded, cash: '-30000', etfs: held, fx: topUp });
    expect(describeFx(plan.fx)).toContain('cut by max_fx_order_usd');
  });
});

describe('without a conversion', () => {
  const none = (reason: NoFxReason): FxPlan => ({ kind: 'none', reason });
  const denied = (why: 'closed' | 'no-rate' | 'stale-rate'): FxPlan => ({
    kind: 'denied',
    why,
    leavesBuysShort: true,
  });

  it.each<[FxPlan, string]>([
    [none({ kind: 'no-cad' }), 'there are no Canadian dollars'],
    [none({ kind: 'no-buys' }), 'nothing is bought'],
    [none({ kind: 'no-shortfall' }), 'no US dollars are lacking'],
    [
      none({ kind: 'shortfall-below-minimum', shortfall: usd('12.345'), minimum: usd('1000') }),
      '$12.35 are lacking, less than min_fx_order_usd of $1000.00',
    ],
    [
      none({ kind: 'convertible-below-minimum', minimum: usd('1000') }),
      'less than min_fx_order_usd of $1000.00 can be converted',
    ],
    [denied('closed'), 'the currency market is closed'],
    [denied('no-rate'), 'USD.CAD has no bid and ask'],
    [denied('stale-rate'), 'the quote of USD.CAD is stale'],
  ])('$kind: the preview says why', (fx, why) => {
    expect(describeFx(fx)).toBe(`Nothing is converted: ${why}.`);
  });

  it('the report has a row that says why', () => {
    expect(row(planOf({ ...funded, cash: '500', cad: '0' }), 'USD.CAD')).toMatchObject({
      action: 'NONE',
      reasons: 'Nothing is converted: there are no Canadian dollars.',
    });
  });

  it('and with fx off there is nothing to say', () => {
    const off = planOf({ ...funded, cash: '500', fx: { enabled: false } });
    expect(describeFx(off.fx)).toBeUndefined();
    expect(row(off, 'USD.CAD')).toEqual({});
    expect(preview(off)).toContain('Not counted: 20,000.00 CAD.');
    expect(preview(off).join('\n')).not.toContain('FX');
  });
});
