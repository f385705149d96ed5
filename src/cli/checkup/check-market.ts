import type { Contract } from '../../core/account/contract.ts';
import { marketOf } from '../../core/account/quote.ts';
import { lookAtMarket } from '../../core/account/market-hours.ts';
import { closedMarkets } from '../../core/approval/market-gate.ts';
import type { Problem } from '../../core/units/problem.ts';
import { accountOf } from '../../choose-accounts.ts';
import type { Inputs } from '../../inputs/read-inputs.ts';
import { distinctQueries } from '../../observe-accounts.ts';
import type { ContractQuery } from '../../ports.ts';
import { fault, faultsOr, ok, warning, type Finding } from './finding.ts';
import type { CheckupBroker } from './checkup-broker.ts';

type DataFault = Pick<Problem, 'code' | 'found' | 'expected' | 'fix'>;

const NO_SUBSCRIPTION: DataFault = {
  code: 'data.no-subscription',
  found: 'no subscription to live market data',
  expected: 'live bid and ask',
  fix: 'Subscribe to US market data in the client portal (Settings, Market Data Subscriptions), share it with the paper account, and log in again.',
};
const DELAYED: DataFault = { ...NO_SUBSCRIPTION, found: 'delayed market data only' };

/** What the codes that name a line of market data say about it. */
const DATA_FAULTS: ReadonlyMap<number, DataFault> = new Map([
  [354, NO_SUBSCRIPTION],
  [10168, NO_SUBSCRIPTION],
  [10186, NO_SUBSCRIPTION],
  [10089, DELAYED],
  [10167, DELAYED],
  [
    10197,
    {
      code: 'data.competing-session',
      found: 'another session of the same user takes the market data',
      expected: 'one live session at a time',
      fix: 'Log out where the same user is logged in elsewhere: TWS, the mobile app, the client portal.',
    },
  ],
  [
    101,
    {
      code: 'data.no-price',
      found: 'all lines of market data are taken',
      expected: 'a line for each symbol',
      fix: 'Close watchlists in TWS, or end other programs that use the same login.',
    },
  ],
]);

/** Finds every symbol of the portfolios file, and looks at its market and its data. */
export async function checkMarket(
  broker: CheckupBroker,
  { settings, accounts }: Pick<Inputs, 'settings' | 'accounts'>,
  asked: { readonly now: number; readonly timeZone: string },
): Promise<readonly Finding[]> {
  const queries = distinctQueries(accounts.map((each) => accountOf(each.accountId ?? '', each)));
  const [{ contracts, problems }] = await Promise.all([
    broker.findContracts(queries),
    broker.watchQuotes(queries),
  ]);
  const found = [...contracts.values()];
  const { tradingHours } = settings.execution;
  const closed = closedMarkets('market', found, tradingHours, asked);
  const isOpen = ({ hours }: Contract): boolean =>
    lookAtMarket(hours, tradingHours, asked.now).kind === 'open';
  return [
    ...faultsOr(
      'symbols',
      [...problems.values()],
      `${found.length} found, each one ETF in US dollars`,
    ),
    ...(closed.length === 0
      ? [ok('market', 'open')]
      : closed.map(({ found: what, where, fix }) =>
          warning('market', `${where}: ${what}; prices may be old`, fix),
        )),
    ...checkData(
      broker,
      queries.filter(({ symbol }) => {
        const contract = contracts.get(symbol);
        return contract !== undefined && isOpen(contract);
      }),
    ),
  ];
}

/** A closed market shows no bid and ask, so only open ones are asked for them. */
function checkData(broker: CheckupBroker, queries: readonly ContractQuery[]): readonly Finding[] {
  const silent: string[] = [];
  const told = new Map<DataFault, { readonly codes: Set<number>; readonly symbols: string[] }>();
  for (const query of queries) {
    const { symbol } = query;
    const code = broker.dataMessagesOf(query).find((each) => DATA_FAULTS.has(each.code))?.code;
    const what = code === undefined ? undefined : DATA_FAULTS.get(code);
    const quote = broker.quoteOf(query);
    if (what !== undefined && code !== undefined) {
      const same = told.get(what) ?? { codes: new Set<number>(), symbols: [] };
      told.set(what, same);
      same.codes.add(code);
      same.symbols.push(symbol);
    } else if (quote === undefined || marketOf(quote) === undefined) silent.push(symbol);
  }
  if (told.size === 0 && silent.length === 0) {
    return queries.length === 0 ? [] : [ok('market data', 'live bid and ask for every symbol')];
  }
  const faults = [...told].map(([what, { codes, symbols }]) =>
    fault('market data', {
      ...what,
      where: symbols.join(', '),
      found: `${what.found} (code ${[...codes].join(', ')})`,
    }),
  );
  if (silent.length === 0) return faults;
  const problem: Problem = {
    code: 'data.no-price',
    where: silent.join(', '),
    found: 'no bid and ask, although the market is open',
    expected: 'a market with two sides',
    fix: 'Look at the symbol in TWS: it may be halted, or its data may be frozen or not subscribed.',
  };
  return [...faults, fault('market data', problem)];
}
