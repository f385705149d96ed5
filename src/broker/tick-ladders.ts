import type { ContractDetails } from '@stoqey/ib';
import type { TickLadder } from '../core/account/contract.ts';
import { asPrice, price } from '../core/units/price.ts';
import { BrokerError } from '../ports.ts';
import { priceOf } from './exact.ts';
import type { TwsSession } from './tws-session.ts';

const RULE_TIMEOUT_MS = 10_000;

/** What of a session is needed to ask. */
type Asking = Pick<TwsSession, 'request'>;

/** Price grids by market rule; each rule is asked for once. */
export class TickLadders {
  readonly #session: Asking;
  readonly #rules = new Map<number, Promise<TickLadder>>();

  constructor(session: Asking) {
    this.#session = session;
  }

  /**
   * The grid that applies to orders routed to SMART. Without a rule, or when its steps do not come,
   * the grid that is valid for every US stock: a limit on it may be coarser than need be, never off.
   */
  async of(details: ContractDetails): Promise<TickLadder> {
    const rule = ruleForSmart(details);
    const fallback = fallbackLadder(details.minTick);
    if (rule === undefined) return fallback;
    const known = this.#rules.get(rule) ?? this.#read(rule);
    this.#rules.set(rule, known);
    const ladder = await known;
    return ladder.length > 0 ? ladder : fallback;
  }

  async #read(rule: number): Promise<TickLadder> {
    try {
      return await this.#ask(rule);
    } catch (error) {
      if (error instanceof BrokerError && error.trouble === 'no-answer') return [];
      throw error;
    }
  }

  #ask(rule: number): Promise<TickLadder> {
    return this.#session.request<TickLadder>(`market rule ${rule}`, RULE_TIMEOUT_MS, (exchange) => {
      exchange.on(
        exchange.names.marketRule,
        (id: number, steps: readonly { lowEdge: number; increment: number }[]) => {
          if (id !== rule) return;
          const ladder = steps.flatMap(({ lowEdge, increment }) => {
            const step = priceOf(increment);
            return step === undefined
              ? []
              : [{ from: priceOf(lowEdge) ?? asPrice(0n), increment: step }];
          });
          exchange.done(ladder.sort((a, b) => Number(a.from - b.from)));
        },
      );
      exchange.send((api) => api.reqMarketRule(rule));
    });
  }
}

/** Exchanges and rules are parallel lists; the rule for SMART stands where SMART does. */
function ruleForSmart({
  validExchanges = '',
  marketRuleIds = '',
}: ContractDetails): number | undefined {
  const rules = marketRuleIds.split(',');
  const at = validExchanges.split(',').indexOf('SMART');
  const rule = Number.parseInt(rules[Math.max(at, 0)] ?? '', 10);
  return Number.isSafeInteger(rule) ? rule : undefined;
}

/** Without a rule: never finer than a cent from one dollar up. minTick alone may be the sub-dollar tick. */
function fallbackLadder(minTick: number | undefined): TickLadder {
  const cent = price('0.01');
  const tick = priceOf(minTick) ?? cent;
  return [
    { from: asPrice(0n), increment: price('0.0001') },
    { from: price('1'), increment: tick > cent ? tick : cent },
  ];
}
