import { USD_CAD } from '../account/fx-market.ts';
import { lookAtMarket } from '../account/market-hours.ts';
import type { OpenOrder, Snapshot } from '../account/snapshot.ts';
import { fxDenied } from '../plan/fx-denial.ts';
import type { TradePlan } from '../plan/trade-plan.ts';
import { describeSplit } from '../prices/price-gap.ts';
import type { Settings } from '../settings.ts';
import type { Problem } from '../units/problem.ts';
import { formatPercent, ratio, ratioOf, type Ratio } from '../units/ratio.ts';
import { absUsd, asUsd, formatUsd, usd, type Usd } from '../units/usd.ts';
import { endsAtMarket } from './ceiling.ts';
import { accountGates, type Asked } from './account-gates.ts';
import { passedCaps } from './cap-gates.ts';
import { closedMarkets, type AskedAt } from './market-gate.ts';

/** What the gates look at besides the plan itself. */
export interface GateFacts extends AskedAt {
  readonly snapshot: Snapshot;
  readonly settings: Settings;
  /** The gateway showed the mark of our own simulator in its handshake. */
  readonly simulated: boolean;
  readonly killSwitchOn: boolean;
  readonly asked: Asked;
  /** What earlier runs have bought and sold today. */
  readonly tradedToday: Usd;
  /** What an earlier run left unsettled. */
  readonly unsettled: readonly Problem[];
}

/** The value of the account may differ from the broker's figure by this much before we warn, and refuse. */
const VALUE_WARNING: Ratio = ratio('0.01');
const VALUE_REFUSAL: Ratio = ratio('0.05');

/**
 * Everything that stands between this plan and the broker, all of it at once. Gates block the
 * sending, never the preview. They are looked at before the question and again after the answer.
 */
export function evaluateGates(plan: TradePlan, facts: GateFacts): readonly Problem[] {
  const { settings, snapshot, simulated, killSwitchOn, unsettled } = facts;
  const where = plan.accountId;
  const problems: Problem[] = [...unsettled];
  if (settings.ibkr.readOnly) problems.push(readOnly());
  problems.push(...accountGates(where, settings, { ...facts.asked, simulated }));
  if (killSwitchOn) problems.push(killed(settings.safety.killSwitchFile));
  problems.push(
    ...openOrders(plan, snapshot.openOrders),
    ...shortPositions(plan),
    ...gaps(plan, settings),
    ...passedCaps(plan, settings, facts.tradedToday),
    ...closedFor(plan, facts),
  );
  const { unlistedEtfs } = settings.rebalance;
  if (plan.unlisted.length > 0 && unlistedEtfs !== 'hold')
    problems.push(undecided(plan, unlistedEtfs));
  const mismatch = valueMismatch(plan, snapshot.account.brokerNetLiq);
  if (mismatch === undefined) problems.push(noBrokerValue(where));
  else if (mismatch.share > VALUE_REFUSAL) {
    problems.push({ ...mismatch.problem, expected: 'at most 5% between the two' });
  }
  return problems;
}

/**
 * The markets of the trades that are closed, or were when their prices were taken: what was planned
 * on the last prices of a closed market is not sent when it opens.
 */
function closedFor(plan: TradePlan, facts: GateFacts): readonly Problem[] {
  const contracts = [...plan.sells, ...plan.buys].map(({ holding }) => holding.contract);
  const { tradingHours } = facts.settings.execution;
  const at = (now: number): readonly Problem[] =>
    closedMarkets(plan.accountId, contracts, tradingHours, { ...facts, now });
  const closed = at(facts.now);
  return closed.length > 0 ? closed : at(facts.snapshot.takenAt);
}

/**
 * Lines that are out of their band and cannot be traded, because their prices cannot be trusted. A
 * market that is closed has no prices: then that is what is said.
 */
export function deniedLines(
  plan: TradePlan,
  { settings, ...asked }: AskedAt & { readonly settings: Settings },
): readonly Problem[] {
  const conversion =
    plan.fx.kind === 'denied' && plan.fx.leavesBuysShort
      ? [fxDenied(plan.accountId, plan.fx.why)]
      : [];
  const { tradingHours } = settings.execution;
  const stopped = plan.lines.flatMap(({ holding, reasons }) =>
    reasons.flatMap((reason) =>
      reason.kind === 'frozen' && reason.why !== 'short'
        ? [{ contract: holding.contract, why: reason.why }]
        : [],
    ),
  );
  const isOpen = ({ contract }: (typeof stopped)[number]): boolean =>
    lookAtMarket(contract.hours, tradingHours, asked.now).kind === 'open';
  const closed = stopped.filter((line) => !isOpen(line)).map(({ contract }) => contract);
  const lines = stopped.filter(isOpen).map(({ contract, why }): Problem => ({
    code: 'data.line-denied',
    where: `${plan.accountId} ${contract.symbol}`,
    found: `outside its band, and stopped: ${why}`,
    expected: 'fresh prices on both sides of the market',
    fix:
      why === 'no-price'
        ? 'rebalance doctor says whether a market data subscription is missing.'
        : 'Run again when its data comes in.',
  }));
  const closedProblems = closedMarkets(plan.accountId, closed, tradingHours, asked);
  return [...conversion, ...lines, ...closedProblems];
}

/** Things that a person should know before answering and that stop nothing. */
export function warnAbout(
  plan: TradePlan,
  { account }: Snapshot,
  { execution }: Pick<Settings, 'execution'>,
): readonly string[] {
  const warnings: string[] = [];
  const orders = plan.sells.length + plan.buys.length;
  if (orders > 0 && endsAtMarket(execution)) {
    warnings.push(
      'What a limit order leaves may go out as a market order, which has no worst price.',
    );
  }
  const mismatch = valueMismatch(plan, account.brokerNetLiq);
  if (mismatch !== undefined && mismatch.share > VALUE_WARNING)
    warnings.push(mismatch.problem.found);
  if (plan.leverageUnresolved) {
    warnings.push('Even after the sells the exposure is above max_leverage: nothing is bought.');
  }
  if (plan.cash.after < plan.cash.floor) {
    const unhelped = plan.sells.length === 0 ? 'no sell is due' : 'the sells do not bring enough';
    warnings.push(`Cash is below its target and ${unhelped}: nothing is bought.`);
  }
  const unpriced = plan.lines.filter(({ holding }) => holding.freeze === 'no-price');
  if (unpriced.length > 0) warnings.push(noPrices(unpriced));
  return warnings;
}

/** More symbols than these say nothing more. */
const MOST_NAMED = 5;

/** On the first day this is expected: the broker sells market data for its API apart from accounts. */
function noPrices(lines: TradePlan['lines']): string {
  const symbols = lines.map(({ holding }) => holding.contract.symbol);
  const more = symbols.length > MOST_NAMED ? ` and ${symbols.length - MOST_NAMED} more` : '';
  return (
    `No live prices of ${symbols.slice(0, MOST_NAMED).join(', ')}${more}, so they are not traded. ` +
    'If their market is open, this login may have no market data subscription for the API: ' +
    'rebalance doctor says which is missing.'
  );
}

/**
 * How far our value of the account (made of the prices that size the trades) is from the broker's.
 * A large gap means a missing price, an option, an accrual: something that we do not see.
 */
function valueMismatch(
  plan: TradePlan,
  broker: Usd | undefined,
): { readonly share: Ratio; readonly problem: Problem } | undefined {
  if (broker === undefined) return undefined;
  // The broker counts Canadian dollars as such.
  const ours = asUsd(plan.base.netLiq - plan.base.convertible);
  const floor = usd('1');
  const share = ratioOf(absUsd(asUsd(ours - broker)), ours > floor ? ours : floor, 'ceil');
  const problem: Problem = {
    code: 'safety.value-mismatch',
    where: plan.accountId,
    found: `the account is worth $${formatUsd(ours, { grouped: true })} by these prices and $${formatUsd(broker, { grouped: true })} by the broker, ${formatPercent(share)}% apart`,
    expected: 'the same value',
    fix: 'Look for a holding without a price, or one that this tool does not count.',
  };
  return { share, problem };
}

function noBrokerValue(accountId: string): Problem {
  return {
    code: 'safety.value-mismatch',
    where: accountId,
    found: "no figure of the broker's for the value of the account in US dollars",
    expected: 'a figure to compare ours with',
    fix: 'Run again; the gateway may still be loading the account.',
  };
}

function openOrders(plan: TradePlan, orders: readonly OpenOrder[]): readonly Problem[] {
  const traded = new Set(
    [...plan.sells, ...plan.buys].map(({ holding }) => holding.contract.conId),
  );
  if (plan.fx.kind === 'convert') traded.add(USD_CAD.conId);
  return orders
    .filter(({ conId, accountId }) => traded.has(conId) && accountId === plan.accountId)
    .map(({ symbol, side, orderId, clientId, status }) => ({
      code: 'safety.open-orders',
      where: `${plan.accountId} ${symbol}`,
      found: `a ${side} order is open (order ${orderId} of client ${clientId}, ${status})`,
      expected: 'no open order on a symbol that is to be traded',
      fix: 'Let it fill or cancel it in TWS, then run again.',
    }));
}

function shortPositions(plan: TradePlan): readonly Problem[] {
  return plan.lines
    .filter(({ holding }) => holding.freeze === 'short')
    .map(({ holding }) => ({
      code: 'safety.short-position',
      where: `${plan.accountId} ${holding.contract.symbol}`,
      found: 'a short position',
      expected: 'long positions only',
      fix: 'Close it in TWS, or take the symbol out of the portfolios file.',
    }));
}

/**
 * A holding whose price jumped may have been split: its quantity or its price is not what it seems.
 * No answer to the question opens this gate, not even --yes.
 */
function gaps(plan: TradePlan, settings: Settings): readonly Problem[] {
  const far = `more than ${formatPercent(settings.safety.maxGap)}% away from the previous close`;
  return plan.lines.flatMap(({ holding }): Problem[] => {
    if (holding.freeze !== 'gap' || holding.held === 0n) return [];
    const where = `${plan.accountId} ${holding.contract.symbol}`;
    const expected = 'a price near the previous close';
    const split = holding.gap?.split;
    return [
      split === undefined
        ? {
            code: 'data.line-denied',
            where,
            found: `a price ${far}`,
            expected,
            fix: 'Check for a split or a bad print. max_gap_pct sets the distance.',
          }
        : {
            code: 'data.line-denied',
            where,
            found: `a price ${far}: possibly ${describeSplit(split)}`,
            expected,
            fix: 'Wait until the account shows the shares after the split; nothing confirms it before.',
          },
    ];
  });
}

function readOnly(): Problem {
  return {
    code: 'safety.read-only',
    where: 'settings.ini [ibkr] read_only',
    found: 'read_only = true',
    expected: 'read_only = false before anything is sent',
    fix: 'Set read_only = false once the preview is what you want.',
  };
}

function killed(file: string): Problem {
  return {
    code: 'safety.kill-switch',
    where: file,
    found: 'the kill switch file is there',
    expected: 'no such file',
    fix: 'Remove the file when trading may go on.',
  };
}

function undecided(plan: TradePlan, setting: 'sell' | 'abort' | undefined): Problem {
  const symbols = plan.unlisted.map(({ symbol }) => symbol).join(', ');
  return {
    code: 'safety.unlisted',
    where: `${plan.accountId} ${symbols}`,
    found: `held, in no model portfolio, and unlisted_etfs ${setting === undefined ? 'is not set' : '= abort'}`,
    expected: 'a decision about ETFs that no model portfolio lists',
    fix: 'Write unlisted_etfs = hold (leave them) or unlisted_etfs = sell under [rebalance].',
  };
}
