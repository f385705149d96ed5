import type { Contract as TwsContract, ContractDetails } from '@stoqey/ib';
import type { Contract, TickLadder } from '../core/account/contract.ts';
import type { MarketHours } from '../core/account/market-hours.ts';
import { readHours } from '../core/account/read-hours.ts';
import { BrokerError, type ContractCache, type ContractQuery } from '../ports.ts';
import { TickLadders } from './tick-ladders.ts';
import type { ClientLibrary, TwsSession } from './tws-session.ts';

const CONTRACT_TIMEOUT_MS = 10_000;
/** "No security definition": the answer to a symbol that the broker does not know. It has no end marker. */
const NO_SUCH_CONTRACT = 200;

/** A symbol as the broker is asked for it: a stock in US dollars, on SMART unless overridden. */
export function contractOf(query: ContractQuery, { SecType }: ClientLibrary): TwsContract {
  const { symbol, override } = query;
  if (override?.kind === 'conId') return { conId: override.conId, exchange: 'SMART' };
  const base = { symbol, secType: SecType.STK, exchange: 'SMART', currency: 'USD' };
  if (override === undefined || override.exchange === 'SMART') return base;
  return { ...base, primaryExch: override.exchange };
}

/** What tells one query from another. */
export function keyOf({ symbol, override }: ContractQuery): string {
  if (override === undefined) return symbol;
  return override.kind === 'conId' ? `conId:${override.conId}` : `${symbol}@${override.exchange}`;
}

/** Finds contracts; each is asked for once in a session, and once a day where there is a cache. */
export class ContractFinder {
  readonly #session: TwsSession;
  readonly #ladders: TickLadders;
  readonly #cache: ContractCache | undefined;
  readonly #found = new Map<string, Promise<readonly Contract[]>>();
  readonly #fresh = new Map<string, readonly Contract[]>();
  /** By what was written: most contracts have the same. */
  readonly #hours = new Map<string, MarketHours | undefined>();

  constructor(session: TwsSession, cache: ContractCache | undefined) {
    this.#session = session;
    this.#ladders = new TickLadders(session);
    // The simulator's contracts are its own: they must never be taken for the broker's.
    this.#cache = session.gateway.simulated ? undefined : cache;
  }

  /** For each query all contracts that match, with their price grids; none when there are none. */
  async findAll(queries: readonly ContractQuery[]): Promise<readonly (readonly Contract[])[]> {
    const found = await Promise.all(queries.map((query) => this.#find(query)));
    if (this.#fresh.size > 0) this.#cache?.write(this.#fresh);
    this.#fresh.clear();
    return found;
  }

  #find(query: ContractQuery): Promise<readonly Contract[]> {
    const key = keyOf(query);
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const cached = this.#cache?.read(key);
    const found = cached === undefined ? this.#ask(query) : Promise.resolve(cached);
    this.#found.set(key, found);
    return found;
  }

  async #ask(query: ContractQuery): Promise<readonly Contract[]> {
    const contract = contractOf(query, this.#session.lib);
    const details = await this.#session.request<readonly ContractDetails[]>(
      `contract details of ${keyOf(query)}`,
      CONTRACT_TIMEOUT_MS,
      (exchange) => {
        const { names, requestId } = exchange;
        const found: ContractDetails[] = [];
        exchange.on(names.contractDetails, (id: number, each: ContractDetails) => {
          if (id === requestId) found.push(each);
        });
        exchange.on(names.contractDetailsEnd, (id: number) => {
          if (id === requestId) exchange.done(found);
        });
        exchange.onMessage(({ code, text }) => {
          if (code === NO_SUCH_CONTRACT) exchange.done([]);
          else exchange.fail(new BrokerError('no-answer', `contract details: ${code} ${text}`));
        });
        exchange.send((api) => api.reqContractDetails(requestId, contract));
      },
    );
    const found = await Promise.all(
      details.map(async (each) =>
        describe(each, { ticks: await this.#ladders.of(each), hours: this.#hoursOf(each) }),
      ),
    );
    // Only a clear answer is worth remembering.
    if (found.length === 1) this.#fresh.set(keyOf(query), found);
    return found;
  }

  #hoursOf({ timeZoneId, tradingHours, liquidHours }: ContractDetails): MarketHours | undefined {
    const written = [timeZoneId, tradingHours, liquidHours].join('\n');
    if (!this.#hours.has(written)) {
      this.#hours.set(written, readHours({ timeZoneId, tradingHours, liquidHours }));
    }
    return this.#hours.get(written);
  }
}

function describe(
  details: ContractDetails,
  { ticks, hours }: { readonly ticks: TickLadder; readonly hours: MarketHours | undefined },
): Contract {
  const { contract } = details;
  return {
    symbol: contract.symbol ?? '',
    conId: contract.conId ?? 0,
    exchange: 'SMART',
    primaryExchange: contract.primaryExch ?? '',
    currency: contract.currency ?? '',
    name: details.longName ?? '',
    stockType: details.stockType ?? '',
    ticks,
    hours,
  };
}
