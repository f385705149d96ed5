import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { money, ZERO_MONEY } from '../../simulator/engine/money.ts';
import { markPrice } from '../../simulator/engine/quote.ts';
import type { EngineSetup, OpeningPosition } from '../../simulator/engine/setup.ts';
import { assert } from '../../src/core/units/assert.ts';
import { wholeShares } from '../../src/core/units/shares.ts';
import type { Draws } from './draws.ts';

/** The account that a person trades in by hand. */
export const HAND_ACCOUNT = 'DU1';
/** Most runs are over one account, and none over more than this. */
const MOST_ACCOUNTS = 8;

/** Accounts and their market, and the two files of their owner. */
export interface DrawnAccounts {
  readonly setup: EngineSetup;
  readonly accountIds: readonly string[];
  readonly symbols: readonly string[];
  readonly settings: string;
  readonly portfolios: string;
}

/** Every fund that the accounts draw from, with its usual quote. */
const catalogue = parseScenario(`gateway:
  accounts: [{ id: ${HAND_ACCOUNT}, cash: { USD: 1 } }]`).engine;
const funds = catalogue.contracts.filter(({ stockType }) => stockType === 'ETF').slice(0, 40);
const pair = catalogue.contracts.filter(({ secType }) => secType === 'CASH');

export function drawAccounts(draws: Draws): DrawnAccounts {
  const count = draws.between(2, 7);
  const first = draws.between(0, funds.length - 1);
  const step = draws.pick([1, 3, 7]);
  const chosen = Array.from(
    { length: count },
    (_, at) => funds[(first + at * step) % funds.length],
  );
  const contracts = chosen.flatMap((each) => (each === undefined ? [] : [each]));
  const symbols = contracts.map(({ symbol }) => symbol);
  const percents = drawPercents(draws, count);
  const percentOf = (at: number): number => percents[at] ?? 0;
  const fx = draws.percent(12);
  const owned = draws.percent(30) ? draws.between(2, MOST_ACCOUNTS) : 1;
  const accountIds = Array.from({ length: owned }, (_, at) => `DU${at + 1}`);
  const sizes = accountIds.map(() => draws.between(5_000, 300_000));
  const drawOne = (id: string, size: number): EngineSetup['accounts'][number] => ({
    id,
    base: fx ? 'CAD' : 'USD',
    type: draws.percent(75) ? 'margin' : 'cash',
    readOnlyApi: false,
    cash: new Map([
      ['USD', money(String(draws.between(0, Math.floor(size / draws.pick([2, 50])))))] as const,
      ['CAD', money(String(fx ? draws.between(0, Math.floor(size / 2)) : 0))] as const,
    ]),
    positions: drawPositions(draws, { contracts, percents, size }),
  });
  const accounts = accountIds.map((id, at) => drawOne(id, sizes[at] ?? 0));
  const largest = Math.max(...sizes);
  return {
    symbols,
    accountIds,
    setup: {
      ...catalogue,
      contracts: [...contracts, ...pair],
      accounts,
      market: {
        seed: draws.between(1, 1_000_000),
        intervalMs: draws.pick([100, 500, 2_000]),
        moves: draws.percent(60) ? 'walk' : 'still',
      },
      fills: {
        delayMs: draws.pick([1, 20, 400, 3_000]),
        maxSharesPerFill: draws.perhaps(
          50,
          () => wholeShares(BigInt(draws.between(1, 20) + Math.ceil(largest / 500))),
          null,
        ),
        depth: 'unlimited',
      },
      cancelDelayMs: draws.pick([0, 0, 5, 200, 2_000]),
    },
    settings: writeSettings(draws, fx, accountIds),
    portfolios: [
      'ETF,MAIN',
      ...symbols.map((symbol, at) => `${symbol},${percentOf(at)}%`),
      '',
    ].join('\n'),
  };
}

/** What an account holds: much of it near its target, some far away, some not at all. */
function drawPositions(
  draws: Draws,
  market: {
    readonly contracts: EngineSetup['contracts'];
    readonly percents: readonly number[];
    readonly size: number;
  },
): readonly OpeningPosition[] {
  return market.contracts.flatMap(({ conId }, at): OpeningPosition[] => {
    const quote = catalogue.quotes.get(conId);
    assert(quote !== undefined, 'every fund has a quote');
    const share = Number(markPrice(quote)) / 100_000;
    const drift = draws.percent(20) ? 0 : draws.between(40, 220) / 100;
    const held = Math.floor((market.size * ((market.percents[at] ?? 0) / 100) * drift) / share);
    return held === 0
      ? []
      : [{ conId, shares: wholeShares(BigInt(held)), averageCost: ZERO_MONEY }];
  });
}

/** Target weights in percent, to one decimal, that add up to 100. */
function drawPercents(draws: Draws, count: number): readonly number[] {
  const weights = Array.from({ length: count }, () => draws.between(1, 20));
  const sum = weights.reduce((left, right) => left + right, 0);
  const tenths = weights.map((weight) => Math.floor((weight * 1_000) / sum));
  const rest = 1_000 - tenths.reduce((left, right) => left + right, 0);
  return tenths.map((each, at) => (each + (at === 0 ? rest : 0)) / 10);
}

function writeSettings(draws: Draws, fx: boolean, accountIds: readonly string[]): string {
  const algo = draws.pick(['none', 'none', 'none', 'adaptive', 'midprice']);
  // An algorithm seeks its price by itself: there is no far side for it to cross to.
  const endings = ['cancel', 'market', ...(algo === 'none' ? ['cross', 'cross'] : [])];
  const style = draws.pick(['spread_aware', 'spread_aware', 'static_bps', 'off']);
  return `[ibkr]
read_only = false
[accounts]
ids = ${accountIds.join(', ')}
[models]
main = 1
[rebalance]
per_holding_band_bps = ${draws.between(0, 100)}
min_order_usd = ${draws.pick([0, 100, 500])}
cash_buffer_pct = ${draws.pick(['0%', '1%', '2%'])}
slippage_reserve_bps = ${draws.pick([0, 20, 100])}
unlisted_etfs = ${draws.pick(['hold', 'sell'])}
[limits]
style = ${style}
[execution]
max_open_orders = ${draws.between(1, 8)}
fill_timeout_seconds = ${draws.between(10, 90)}
reprice_seconds = ${draws.between(1, 30)}
on_timeout = ${draws.pick(endings)}
algo_preference = ${algo}
fallback_plain_market = ${draws.pick(['true', 'false'])}
wait_before_fallback_seconds = ${draws.between(2, 9)}
max_move_bps = ${draws.pick([10, 50, 200])}
[fx]
enabled = ${fx}
min_fx_order_usd = 100
order_type = ${draws.pick(['MKT', 'LMT'])}
${accountIds
  .slice(1)
  .map((id) =>
    draws.percent(30)
      ? `[account:${id}]\nmin_order_usd = ${draws.pick([0, 1_000])}\nmax_open_orders = ${draws.between(1, 8)}\n`
      : '',
  )
  .join('')}`;
}
