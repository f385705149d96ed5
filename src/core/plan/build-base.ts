import type { Snapshot } from '../account/snapshot.ts';
import type { RebalanceSettings } from '../settings.ts';
import { absUsd, asUsd, formatUsd, sumUsd, ZERO_USD, type Usd } from '../units/usd.ts';
import type { Problem } from '../units/problem.ts';
import { ONE, asRatio, partOf } from '../units/ratio.ts';
import { failure, success, type Result } from '../units/result.ts';
import type { TargetWeights } from './blend-targets.ts';
import type { Holdings } from './gather-holdings.ts';

/** The dollars that a plan is made of (PLANNING A.3, A.4). All exact. */
export interface InvestableBase {
  /** C: cash in US dollars. */
  readonly cash: Usd;
  /** X: US dollars that can be bought with Canadian ones and are counted as cash; mostly 0. */
  readonly convertible: Usd;
  /** M: cash, convertible dollars and managed holdings. */
  readonly managed: Usd;
  /** V: NetLiq, built from the very prices that size the trades. */
  readonly netLiq: Usd;
  /** V less debts in other currencies: what the leverage limit is measured on. */
  readonly guardValue: Usd;
  /** B: set aside before anything is invested. */
  readonly buffer: Usd;
  /** E = M - B: what the target weights are weights of. */
  readonly investable: Usd;
  /** The target dollars of all holdings together. */
  readonly targetTotal: Usd;
  /** K: the cash target, and the floor below which no buy may take the cash. */
  readonly cashTarget: Usd;
  /** Gross exposure: every position's absolute value, managed or not. */
  readonly gross: Usd;
}

/**
 * Builds the investable base: the buffer comes off first, and every target is a weight of what
 * remains, so that a buffer scales all targets and starves none. Refuses when nothing remains.
 */
export function buildBase(
  holdings: Holdings,
  targets: TargetWeights,
  { account, convertible = ZERO_USD }: Pick<Snapshot, 'account'> & { readonly convertible?: Usd },
  settings: RebalanceSettings,
): Result<InvestableBase> {
  const { cash, otherCash, accountId } = account;
  const unratedDebts = otherCash.filter(({ amount, worth }) => amount < 0n && worth === undefined);
  if (unratedDebts.length > 0) {
    return failure(unratedDebts.map(({ currency }) => noRate(accountId, currency)));
  }
  const held = sumUsd(holdings.managed.map(({ value }) => value));
  const heldGross = sumUsd(holdings.managed.map(({ value }) => absUsd(value)));
  const managed = asUsd(cash + convertible + held);
  const netLiq = asUsd(managed + holdings.unmanagedValue);
  const debts = otherCash.reduce((sum, { worth }) => sum + debtOf(worth), 0n);
  const { cashBuffer } = settings;
  // The reserve rounds up: a fraction of a cent is never invested by rounding.
  const buffer =
    cashBuffer.kind === 'abs' ? cashBuffer.amount : partOf(netLiq, cashBuffer.share, 'ceil');
  const investable = asUsd(managed - buffer);
  if (managed <= 0n || investable <= 0n)
    return failure([nothingToInvest(accountId, managed, buffer)]);

  const targetTotal = partOf(investable, asRatio(ONE - targets.cash), 'floor');
  return success({
    cash,
    convertible,
    managed,
    netLiq,
    guardValue: asUsd(netLiq + debts),
    buffer,
    investable,
    targetTotal,
    cashTarget: asUsd(managed - targetTotal),
    gross: asUsd(heldGross + holdings.unmanagedGross),
  });
}

function debtOf(worth: Usd | undefined): bigint {
  return worth !== undefined && worth < 0n ? worth : ZERO_USD;
}

function noRate(accountId: string, currency: string): Problem {
  return {
    code: 'data.no-rate',
    where: `${accountId} ${currency}`,
    found: 'a debt without an exchange rate',
    expected: 'the worth of every debt in US dollars, for the leverage limit',
    fix: 'Run again when the broker gives a rate, or pay the debt back.',
  };
}

function nothingToInvest(accountId: string, managed: Usd, buffer: Usd): Problem {
  return {
    code: 'data.no-base',
    where: accountId,
    found: `cash and managed holdings of $${formatUsd(managed, { grouped: true })} against a cash buffer of $${formatUsd(buffer, { grouped: true })}`,
    expected: 'something left to invest after the buffer',
    fix: 'Lower cash_buffer_pct or cash_buffer_abs, or check that this is the right account.',
  };
}
