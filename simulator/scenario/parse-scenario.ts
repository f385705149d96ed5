import { parseDocument } from 'yaml';
import * as z from 'zod/mini';
import { readFaults } from '../faults/read-faults.ts';
import { wholeShares } from '../../src/core/units/shares.ts';
import { markPrice } from '../engine/quote.ts';
import { asMoney, RATE_ONE, worth, type Money } from '../engine/money.ts';
import { ONE_SHARE } from '../../src/core/units/shares.ts';
import type { Contract } from '../engine/contract.ts';
import type { AccountSetup, EngineSetup } from '../engine/setup.ts';
import type { Latency } from '../sessions/journey.ts';
import { NEWEST_VERSION, OLDEST_VERSION } from '../wire/versions.ts';
import { listContracts, type Market } from './list-contracts.ts';
import { cadInUsd, USUAL_CAD } from './usd-cad.ts';
import { checkRestricted, orderRules } from './order-rules.ts';
import { BadScenario, type Scenario, type ScenarioProblem } from './scenario.ts';
import { problemsOf } from './scenario-problems.ts';
import { gatewaySchema, type GatewayPart } from './schema.ts';

const documentSchema = z.strictObject({
  gateway: z.unknown(),
  // Other programs read these; whatever stands there is none of the simulator's business.
  run: z.optional(z.unknown()),
  expect: z.optional(z.unknown()),
});

export interface ReadOptions {
  /** What to call the text in messages: a file name. */
  readonly source?: string;
  /** Takes the place of every seed in the text. */
  readonly seed?: number;
  /** Takes the place of the server version in the text. */
  readonly serverVersion?: number;
  /** Takes the place of the latency in the text. */
  readonly latency?: Latency;
}

/** Reads a scenario from YAML. Throws a BadScenario that names every problem with its place. */
export function parseScenario(yaml: string, options: ReadOptions = {}): Scenario {
  const source = options.source ?? 'scenario';
  const document = parseDocument(yaml);
  if (document.errors.length > 0) {
    throw new BadScenario(
      source,
      document.errors.map(({ linePos, message }) => ({
        where: `line ${linePos?.[0].line ?? 1}`,
        what: message.split('\n')[0] ?? message,
      })),
    );
  }
  const outer = documentSchema.safeParse(document.toJS());
  if (!outer.success) throw new BadScenario(source, problemsOf(outer.error.issues, []));
  const inner = gatewaySchema.safeParse(outer.data.gateway);
  if (!inner.success) throw new BadScenario(source, problemsOf(inner.error.issues, ['gateway']));
  const version = options.serverVersion ?? inner.data.server_version;
  const scenario = build({ ...inner.data, server_version: version }, source, options.seed);
  return { ...scenario, latency: options.latency ?? scenario.latency };
}

function build(gateway: GatewayPart, source: string, seed: number | undefined): Scenario {
  const market = listContracts(gateway);
  const problems = [
    ...market.problems,
    ...checkRestricted(gateway, market),
    ...checkAccounts(gateway, market),
  ];
  if (gateway.server_version < OLDEST_VERSION || gateway.server_version > NEWEST_VERSION) {
    const what = `must be from ${OLDEST_VERSION} to ${NEWEST_VERSION}`;
    problems.push({ where: 'gateway.server_version', what });
  }
  if (gateway.exchange_rates.CAD === 0n) {
    problems.push({ where: 'gateway.exchange_rates.CAD', what: 'must be above 0' });
  }
  const faults = readFaults(gateway, {
    where: ['gateway'],
    seed: seed ?? gateway.seed,
    symbols: new Set(market.listings.map(({ contract }) => contract.localSymbol)),
  });
  problems.push(...faults.problems);
  if (problems.length > 0) throw new BadScenario(source, problems);
  return {
    serverVersion: gateway.server_version,
    clients: {
      masterClientId: gateway.clients.master ?? null,
      cancelOthers: gateway.clients.cancel_others,
    },
    pacing: gateway.pacing,
    latency: { inMs: gateway.latency.in_ms, outMs: gateway.latency.out_ms },
    engine: engineSetup(gateway, market, seed),
    faults: faults.plan,
  };
}

function engineSetup(gateway: GatewayPart, market: Market, seed: number | undefined): EngineSetup {
  const most = gateway.fills.max_shares_per_fill;
  return {
    nextValidId: gateway.next_valid_id,
    accounts: gateway.accounts.map((account) => accountSetup(account, market)),
    contracts: market.listings.map(({ contract }) => contract),
    quotes: new Map(market.listings.map(({ contract, quote }) => [contract.conId, quote])),
    marketRules: market.rules,
    rates: { USD: RATE_ONE, CAD: gateway.exchange_rates.CAD ?? cadRate(gateway, market) },
    market: {
      seed: seed ?? gateway.market.seed ?? gateway.seed,
      intervalMs: gateway.market.interval_ms,
      moves: gateway.market.moves,
    },
    orders: orderRules(gateway, market),
    hours: gateway.hours,
    marketDataLines: gateway.market_data.lines,
    fills: {
      delayMs: gateway.fills.delay_ms,
      maxSharesPerFill: most === undefined ? null : wholeShares(BigInt(most)),
      depth: gateway.fills.depth,
    },
    cancelDelayMs: gateway.cancels.delay_ms,
  };
}

/** The rate of the ledgers follows a quote that the scenario writes for the pair. */
function cadRate(gateway: GatewayPart, { listings }: Market): Money {
  const pair = listings.find(({ contract }) => contract.secType === 'CASH');
  const names = pair === undefined ? [] : [pair.contract.localSymbol, String(pair.contract.conId)];
  const isQuoted = names.some((name) => gateway.quotes[name] !== undefined);
  return pair !== undefined && isQuoted ? cadInUsd(pair.quote) : USUAL_CAD;
}

type WrittenAccount = GatewayPart['accounts'][number];
type WrittenPosition = WrittenAccount['positions'][number];

function accountSetup(account: WrittenAccount, market: Market): AccountSetup {
  const cash = new Map<'CAD' | 'USD', ReturnType<typeof asMoney>>();
  for (const currency of ['CAD', 'USD'] as const) {
    const amount = account.cash[currency];
    if (amount !== undefined) cash.set(currency, amount);
  }
  return {
    id: account.id,
    base: account.base,
    type: account.type,
    readOnlyApi: account.read_only_api,
    cash,
    positions: account.positions.flatMap((position) => {
      const listing = listingsOf(position, market)[0];
      if (listing === undefined) return [];
      const { contract, quote } = listing;
      const mark = asMoney(worth(ONE_SHARE, markPrice(quote)) * contract.multiplier);
      return [
        {
          conId: contract.conId,
          shares: position.shares,
          averageCost: position.average_cost ?? mark,
        },
      ];
    }),
  };
}

function listingsOf(position: WrittenPosition, market: Market): Market['listings'] {
  return market.listings.filter(
    ({ contract }) =>
      namesIt(position, contract) &&
      contract.secType !== 'CASH' &&
      contract.conId === (position.con_id ?? contract.conId),
  );
}

/** An option goes by its local symbol, or with its conId by the symbol of what it is about. */
function namesIt({ symbol, con_id }: WrittenPosition, contract: Contract): boolean {
  return contract.localSymbol === symbol || (con_id !== undefined && contract.symbol === symbol);
}

function checkAccounts(gateway: GatewayPart, market: Market): ScenarioProblem[] {
  const problems: ScenarioProblem[] = [];
  const seen = new Set<string>();
  for (const [at, account] of gateway.accounts.entries()) {
    const where = `gateway.accounts[${at}]`;
    if (seen.has(account.id)) problems.push({ where: `${where}.id`, what: 'is written twice' });
    seen.add(account.id);
    const held = new Set<number>();
    for (const [index, position] of account.positions.entries()) {
      const found = listingsOf(position, market);
      const what = checkPosition(
        found.map(({ contract }) => contract.conId),
        held,
      );
      if (what !== undefined) problems.push({ where: `${where}.positions[${index}]`, what });
      else if (position.shares < 0n && account.type === 'cash') {
        const place = `${where}.positions[${index}].shares`;
        problems.push({
          where: place,
          what: 'must not be negative: a cash account sells nothing short',
        });
      }
    }
  }
  return problems;
}

function checkPosition(conIds: readonly number[], held: Set<number>): string | undefined {
  const [conId, ...others] = conIds;
  if (conId === undefined) return 'no contract is called that';
  if (others.length > 0) return 'several contracts are called that: say which with con_id';
  if (held.has(conId)) return 'the same contract is held twice';
  held.add(conId);
  return undefined;
}
