/* An account whose holdings lie around their targets, from a few plain numbers. */
import type { LimitSettings, RebalanceSettings } from '../settings.ts';
import { formatExact } from '../units/decimal.ts';
import { asShares, formatShares, ONE_SHARE, shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import { examplePosition, type Example, type ExampleEtf } from './example-account.ts';

/** One ETF of the account. */
export interface DriftedEtf {
  /** Its price. */
  readonly cents: number;
  /** Its part of the targets, against the parts of the others. */
  readonly wanted: number;
  /** What is held, in percent of what would be held at the target. */
  readonly drifted: number;
  /** What is held beyond whole shares, in ten-thousandths. */
  readonly dust: number;
  readonly quote: Exclude<ExampleEtf['quote'], undefined>;
  /** Held, and in no model. */
  readonly unlisted: boolean;
}

export interface DriftedAccount {
  readonly rows: readonly DriftedEtf[];
  /** About what the account is worth, in dollars. */
  readonly size: number;
  /** In thousandths of the size; below zero it is a debt. */
  readonly cash: number;
  /** In thousandths of the size; undefined when the broker does not tell it. */
  readonly excessLiquidity?: number | undefined;
  /** The CASH row, in percent. */
  readonly cashWeight: number;
  /** The value of a bond, in dollars; 0 for none. */
  readonly unmanaged: number;
  readonly style: LimitSettings['style'];
  readonly rebalance: RebalanceSettings;
}

/** The example that the numbers describe. The symbols are AA, BB, CC and so on. */
export function exampleOf(drifted: DriftedAccount): Example {
  const { rows, size, cash, cashWeight, unmanaged, style, rebalance } = drifted;
  const { excessLiquidity } = drifted;
  const weights = rows.map(({ wanted, unlisted }) => (unlisted ? 0 : wanted));
  const sum = weights.reduce((a, b) => a + b, 0) || 1;
  const etfs = rows.map((row, at): ExampleEtf => {
    const weight = Math.floor(((weights[at] ?? 0) * (100 - cashWeight) * 10_000) / sum) / 10_000;
    const share = row.unlisted ? 0.05 : weight / 100;
    const whole = Math.floor((size * share * row.drifted) / row.cents);
    const held = asShares(BigInt(whole) * ONE_SHARE + BigInt(whole === 0 ? 0 : row.dust));
    return {
      symbol: symbolAt(at),
      ...(row.unlisted ? {} : { weight: weight.toFixed(4) }),
      held: formatShares(held),
      price: money(row.cents),
      quote: row.quote,
      marketPrice: money(row.cents),
    };
  });
  const bond = examplePosition('BOND', {
    conId: 3,
    secType: 'BOND',
    quantity: shares('1'),
    marketValue: usd(String(unmanaged)),
  });
  return {
    etfs,
    cash: String(Math.round((size * cash) / 1_000)),
    netLiquidation: String(size),
    ...(excessLiquidity === undefined
      ? {}
      : { excessLiquidity: String(Math.round((size * excessLiquidity) / 1_000)) }),
    positions: unmanaged === 0 ? [] : [bond],
    rebalance,
    limits: { style },
  };
}

/** AA, BB, CC, ... */
export function symbolAt(at: number): string {
  return String.fromCharCode(65 + at).repeat(2);
}

function money(cents: number): string {
  return formatExact(BigInt(cents), 2);
}
