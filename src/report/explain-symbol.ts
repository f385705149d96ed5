import { isUsdEtf } from '../core/account/contract.ts';
import type { Position, Snapshot } from '../core/account/snapshot.ts';
import type { TradePlan } from '../core/plan/trade-plan.ts';
import type { Settings, UnlistedEtfs } from '../core/settings.ts';
import { assert } from '../core/units/assert.ts';
import { formatPercent } from '../core/units/ratio.ts';
import { formatShares } from '../core/units/shares.ts';
import { asUsd } from '../core/units/usd.ts';
import { dollars, explainLine, money, signed } from './explain-line.ts';
import { entry } from './lay-out.ts';

/** Everything that a plan and its snapshot say about a symbol, one text for each contract; none for an unknown one. */
export function explainSymbol(
  symbol: string,
  {
    plan,
    snapshot,
    settings,
  }: {
    readonly plan: TradePlan;
    readonly snapshot: Snapshot;
    readonly settings: Settings;
  },
): readonly string[] {
  if (symbol === 'CASH') return [explainCash(plan)];
  const lines = plan.lines.filter(({ holding }) => holding.contract.symbol === symbol);
  const managed = new Set(plan.lines.map(({ holding }) => holding.contract.conId));
  const others = snapshot.account.positions.filter(
    (position) =>
      position.symbol === symbol && position.quantity !== 0n && !managed.has(position.conId),
  );
  return [
    ...lines.map(
      (line) => `${symbol}  ${line.holding.contract.name}\n\n${explainLine(line, plan, settings)}`,
    ),
    ...others.map((position) => explainPosition(position, snapshot, settings)),
  ];
}

/** Every symbol that `explainSymbol` has something to say about. */
export function knownSymbols(plan: TradePlan, { account }: Snapshot): readonly string[] {
  const symbols = [
    ...plan.lines.map(({ holding }) => holding.contract.symbol),
    ...account.positions.filter(({ quantity }) => quantity !== 0n).map(({ symbol }) => symbol),
    'CASH',
  ];
  return [...new Set(symbols)].sort();
}

/** A position that the plan does not touch, and why not. */
function explainPosition(position: Position, snapshot: Snapshot, settings: Settings): string {
  const { symbol, conId, secType, currency, quantity, marketValue } = position;
  const contract = snapshot.unlisted.get(conId);
  const worth =
    marketValue === undefined ? 'no value known' : `${money(marketValue)} by the broker`;
  const head = `${symbol}  ${contract?.name ?? secType}\n`;
  const held = entry(
    'Now',
    `${formatShares(quantity)} held; ${currency === 'USD' ? worth : `in ${currency}`}`,
  );
  if (currency !== 'USD') {
    return [
      head,
      `Never traded and not counted: a position in ${currency}. Only US dollars are planned with.`,
      held,
    ].join('\n');
  }
  if (contract === undefined || !isUsdEtf(contract)) {
    const what = contract === undefined ? secType : `${secType} ${contract.stockType}`;
    return [
      head,
      `Never traded: it is no ETF (${what}).`,
      held,
      entry('Counts', "in the account's value and in its exposure, and nowhere else"),
    ].join('\n');
  }
  return [
    head,
    'Not traded: an ETF that is held and that no model portfolio lists.',
    held,
    entry('Rule', describeUnlisted(settings.rebalance.unlistedEtfs)),
  ].join('\n');
}

function describeUnlisted(setting: UnlistedEtfs | undefined): string {
  assert(setting !== 'sell', 'an unlisted ETF that is to be sold has a line of its own');
  const sell = 'unlisted_etfs = sell would sell all of it.';
  switch (setting) {
    case 'hold':
      return `unlisted_etfs = hold leaves it alone. ${sell}`;
    case 'abort':
      return `unlisted_etfs = abort: nothing is sent while it is held. ${sell}`;
    case undefined:
      return `unlisted_etfs is not written: nothing is sent until it says hold or sell. ${sell}`;
  }
}

/** What becomes of the cash. */
function explainCash(plan: TradePlan): string {
  const { base, cash } = plan;
  const costs = asUsd(cash.commissions + cash.reserve);
  return [
    'CASH  Cash in US dollars',
    '',
    `It is what the sells leave and the buys do not take; nothing trades it.`,
    '',
    entry(
      'Target',
      `${formatPercent(plan.cashTargetWeight, 4)}% of the investable base of ${money(base.investable)}, and the buffer of ${money(base.buffer)} = ${money(base.cashTarget)}`,
    ),
    entry('Now', money(cash.before)),
    entry('Drift', `${signed(plan.cashDrift)}%, ${dollars(plan.cashDriftUsd)}`),
    entry(
      'Plan',
      `${money(cash.before)} + sells ${money(cash.sells)} - buys ${money(cash.buys)} - fees and reserve ${money(costs)} = ${money(cash.after)}`,
    ),
    entry('Floor', `${money(cash.floor)}: buys stop before the cash falls below it`),
  ].join('\n');
}
