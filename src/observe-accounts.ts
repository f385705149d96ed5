import type { Contract } from './core/account/contract.ts';
import { quoteWhileClosed } from './core/account/closed-market.ts';
import { isFxOpen } from './core/account/fx-hours.ts';
import type { FxMarket } from './core/account/fx-market.ts';
import type { Quote } from './core/account/quote.ts';
import type { AccountReading, Snapshot } from './core/account/snapshot.ts';
import type { Ceiling } from './core/approval/ceiling.ts';
import type { Settings } from './core/settings.ts';
import { failure, success, type Result } from './core/units/result.ts';
import type { Account } from './choose-accounts.ts';
import { connectionProblem } from './outcome.ts';
import { BrokerError, type Broker, type Clock, type ContractQuery } from './ports.ts';

/**
 * Reads accounts and their market in one burst: contracts, accounts, open orders and prices are
 * asked for side by side, and what several accounts share is asked for once. Only holdings that no
 * model lists need a second round. An account that is not clear, or of which a symbol is not exactly
 * one ETF in US dollars, is a problem of its own.
 */
export async function observeAccounts(
  accounts: readonly Account[],
  { broker, clock }: { readonly broker: Broker; readonly clock: Clock },
): Promise<readonly Result<Snapshot>[]> {
  const queries = distinctQueries(accounts);
  // First what an answer can lead to more questions: the budget lets them out in this order.
  const reading = accounts.map((account) => readAccount(account, broker));
  const [readings, openOrders, fx, found] = await Promise.all([
    Promise.all(reading),
    broker.readOpenOrders(),
    accounts.some(({ settings }) => settings.fx.enabled) ? readFxMarket(broker, clock) : undefined,
    broker.findContracts(queries),
    broker.watchQuotes(queries),
    ...accounts.map(({ settings }, at) => askAhead(reading[at], queries, { broker, settings })),
  ]);
  const known = new Map([...found.contracts.values()].map((each) => [each.conId, each] as const));
  const unlisted = accounts.map((account, at) => {
    const reading = readings[at];
    return reading?.ok === true ? unlistedIn(reading.value, account, found.contracts) : [];
  });
  const asked = unlisted.flat().filter((conId) => !known.has(conId));
  for (const [conId, contract] of await broker.describeContracts([...new Set(asked)])) {
    known.set(conId, contract);
  }
  const contractsOf = (conIds: readonly number[]): readonly Contract[] =>
    conIds.flatMap((conId) => known.get(conId) ?? []);
  const sold = accounts.flatMap(({ settings }, at) =>
    settings.rebalance.unlistedEtfs === 'sell' ? contractsOf(unlisted[at] ?? []) : [],
  );
  await broker.watchQuotes(sold.map(queryById));

  return accounts.map((account, at): Result<Snapshot> => {
    const reading = readings[at];
    if (reading?.ok !== true) return failure(reading?.problems ?? []);
    const symbols = [...account.targets.weights.keys()];
    const problems = symbols.flatMap((symbol) => found.problems.get(symbol) ?? []);
    if (problems.length > 0) return failure(problems);
    const listed = new Map(
      symbols.flatMap((symbol) => {
        const contract = found.contracts.get(symbol);
        return contract === undefined ? [] : [[symbol, contract] as const];
      }),
    );
    const others = new Map(contractsOf(unlisted[at] ?? []).map((each) => [each.conId, each]));
    const { tradingHours } = account.settings.execution;
    const takenAt = clock.now();
    const quotes = new Map<number, Quote>();
    for (const contract of [...listed.values(), ...others.values()]) {
      const query = others.has(contract.conId)
        ? queryById(contract)
        : queryFor(contract.symbol, account.settings);
      const quote = broker.quoteOf(query);
      if (quote === undefined) continue;
      quotes.set(
        contract.conId,
        quoteWhileClosed(quote, contract.hours, { tradingHours, takenAt }),
      );
    }
    return success({
      takenAt,
      account: reading.value,
      openOrders,
      listed,
      unlisted: others,
      quotes,
      fx: account.settings.fx.enabled ? fx : undefined,
    });
  });
}

/** The same for one account. */
export async function observeAccount(
  account: Account,
  connected: { readonly broker: Broker; readonly clock: Clock },
): Promise<Result<Snapshot>> {
  const [observed] = await observeAccounts([account], connected);
  return observed ?? failure([]);
}

/** What all accounts are to hold, each symbol once: how a symbol is found is the same for all. */
export function distinctQueries(
  accounts: readonly Pick<Account, 'targets' | 'settings'>[],
): readonly ContractQuery[] {
  const queries = accounts.flatMap(({ targets, settings }) =>
    [...targets.weights.keys()].map((symbol) => [symbol, queryFor(symbol, settings)] as const),
  );
  return [...new Map(queries).values()];
}

/** An account that the broker does not tell about keeps no other back. */
async function readAccount(
  { accountId, settings }: Account,
  broker: Broker,
): Promise<Result<AccountReading>> {
  try {
    return success(await broker.readAccount(accountId));
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return failure([connectionProblem(error, settings.ibkr)]);
  }
}

/**
 * Asks about what no model seems to list as soon as it is seen, without waiting for the contracts of
 * the models. Only these say for certain; what was asked here is not asked again.
 */
async function askAhead(
  reading: Promise<Result<AccountReading>> | undefined,
  queries: readonly ContractQuery[],
  { broker, settings }: { readonly broker: Broker; readonly settings: Settings },
): Promise<void> {
  const read = await reading;
  if (read?.ok !== true) return;
  const symbols = new Set(queries.map(({ symbol }) => symbol));
  const strangers = read.value.positions.filter(
    (each) => each.secType === 'STK' && each.currency === 'USD' && !symbols.has(each.symbol),
  );
  await Promise.all([
    broker.describeContracts(strangers.map(({ conId }) => conId)),
    settings.rebalance.unlistedEtfs === 'sell' && broker.watchQuotes(strangers.map(queryById)),
  ]);
}

/** The ids of the stocks in US dollars that are held and that no model of the account lists. */
function unlistedIn(
  { positions }: AccountReading,
  { targets }: Account,
  contracts: ReadonlyMap<string, Contract>,
): readonly number[] {
  const listed = new Set([...targets.weights.keys()].map((symbol) => contracts.get(symbol)?.conId));
  return positions
    .filter(({ secType, currency }) => secType === 'STK' && currency === 'USD')
    .map(({ conId }) => conId)
    .filter((conId) => !listed.has(conId));
}

async function readFxMarket(broker: Broker, clock: Clock): Promise<FxMarket> {
  return { quote: await broker.readUsdCad(), open: isFxOpen(clock.now()) };
}

/** How a symbol of the portfolios file is found at the broker. */
export function queryFor(symbol: string, settings: Settings): ContractQuery {
  return { symbol, override: settings.symbolOverrides.get(symbol) };
}

/** How the quotes of an approved line are found: as they were while the plan was made. */
export function queryForCeiling(
  { listed }: Snapshot,
  settings: Settings,
): (ceiling: Pick<Ceiling, 'contract'>) => ContractQuery {
  return ({ contract }) =>
    listed.get(contract.symbol)?.conId === contract.conId
      ? queryFor(contract.symbol, settings)
      : queryById(contract);
}

/** How a contract is found that no model lists. */
function queryById({ symbol, conId }: Pick<Contract, 'symbol' | 'conId'>): ContractQuery {
  return { symbol, override: { kind: 'conId', conId } };
}
