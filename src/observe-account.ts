import type { Contract } from './core/account/contract.ts';
import type { FxMarket } from './core/account/fx-market.ts';
import type { Quote } from './core/account/quote.ts';
import type { Snapshot } from './core/account/snapshot.ts';
import type { Ceiling } from './core/approval/ceiling.ts';
import type { TargetWeights } from './core/plan/blend-targets.ts';
import type { Settings } from './core/settings.ts';
import type { Problem } from './core/units/problem.ts';
import { failure, success, type Result } from './core/units/result.ts';
import { isFxOpen } from './core/account/fx-hours.ts';
import type { Broker, Clock, ContractQuery, Gateway } from './ports.ts';

/**
 * Reads the account and the market in one burst: contracts, account, open orders and prices are
 * asked for side by side. Only holdings that no model lists need a second round. Refuses when the
 * account is not clear or a symbol is not exactly one ETF in US dollars.
 */
export async function observeAccount(
  broker: Broker,
  gateway: Gateway,
  targets: TargetWeights,
  settings: Settings,
  clock: Clock,
): Promise<Result<Snapshot>> {
  const chosen = chooseAccount(settings, gateway);
  if (!chosen.ok) return chosen;
  const queries = [...targets.weights.keys()].map((symbol) => queryFor(symbol, settings));
  const [found, account, openOrders, fx] = await Promise.all([
    broker.findContracts(queries),
    broker.readAccount(chosen.value),
    broker.readOpenOrders(),
    settings.fx.enabled ? readFxMarket(broker, clock) : undefined,
    broker.watchQuotes(queries),
  ]);
  if (found.problems.length > 0) return failure(found.problems);

  const listed = found.contracts;
  const listedIds = new Set([...listed.values()].map(({ conId }) => conId));
  const others = account.positions.filter(
    ({ conId, secType, currency }) =>
      secType === 'STK' && currency === 'USD' && !listedIds.has(conId),
  );
  const unlisted = await broker.describeContracts(others.map(({ conId }) => conId));
  if (settings.rebalance.unlistedEtfs === 'sell') {
    await broker.watchQuotes([...unlisted.values()].map(queryById));
  }
  const quotes = new Map<number, Quote>();
  for (const contract of [...listed.values(), ...unlisted.values()]) {
    const query = listedIds.has(contract.conId)
      ? queryFor(contract.symbol, settings)
      : queryById(contract);
    const quote = broker.quoteOf(query);
    if (quote !== undefined) quotes.set(contract.conId, quote);
  }
  return success({ takenAt: clock.now(), account, openOrders, listed, unlisted, quotes, fx });
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
function queryById({ symbol, conId }: Contract): ContractQuery {
  return { symbol, override: { kind: 'conId', conId } };
}

/** The one account of the settings file, if this login sees it and it holds positions of its own. */
export function chooseAccount(settings: Settings, { accounts }: Gateway): Result<string> {
  const [id, ...others] = settings.accountIds;
  const visible = accounts.join(', ');
  const problem = (found: string, expected: string, fix: string): Result<string> => {
    const where = 'settings.ini [accounts] ids';
    return failure<string>([
      { code: 'settings.account', where, found, expected, fix } satisfies Problem,
    ]);
  };
  if (id === undefined) {
    return problem(
      'no account',
      `one of the accounts of this login: ${visible}`,
      'Write ids = <account>.',
    );
  }
  if (others.length > 0) {
    return problem(
      `${settings.accountIds.length} accounts`,
      'one account: this version rebalances one in a run',
      'Keep one settings file for each account.',
    );
  }
  if (!accounts.includes(id)) {
    return problem(
      id,
      `an account of this login: ${visible}`,
      'Correct the id, or log in with the right user.',
    );
  }
  if (/^D?F\d|^All$/i.test(id)) {
    return problem(
      `${id}, an adviser's master account`,
      'an account that holds positions of its own',
      'Write the id of the client account.',
    );
  }
  return success(id);
}
