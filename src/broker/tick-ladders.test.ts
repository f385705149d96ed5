import type { ContractDetails } from '@stoqey/ib';
import { describe, expect, it } from 'vitest';
import type { TickLadder } from '../core/account/contract.ts';
import { price } from '../core/units/price.ts';
import { BrokerError } from '../ports.ts';
import { TickLadders } from './tick-ladders.ts';
import type { TwsSession } from './tws-session.ts';

/** A session that answers every rule in one way. */
function answering(answer: () => Promise<TickLadder>) {
  const asked: string[] = [];
  const request = (what: string): Promise<unknown> => {
    asked.push(what);
    return answer();
  };
  return { asked, ladders: new TickLadders({ request: request as TwsSession['request'] }) };
}

const details = (different: object): ContractDetails => ({
  contract: {},
  validExchanges: 'SMART,ARCA',
  marketRuleIds: '26,32',
  minTick: 0.01,
  ...different,
});

const ladder = (...steps: readonly (readonly [string, string])[]): TickLadder =>
  steps.map(([from, increment]) => ({ from: price(from), increment: price(increment) }));

const cents = ladder(['0', '0.0001'], ['1', '0.01']);

describe('the grid of a contract', () => {
  const rule = ladder(['0', '0.05']);
  const { asked, ladders } = answering(() => Promise.resolve(rule));

  it('is its market rule for SMART, which is asked for once', async () => {
    expect(await ladders.of(details({}))).toEqual(rule);
    expect(await ladders.of(details({}))).toEqual(rule);
    expect(asked).toEqual(['market rule 26']);
  });

  it('is the rule that stands where SMART stands among the exchanges', async () => {
    await ladders.of(details({ validExchanges: 'ARCA,SMART' }));
    expect(asked.at(-1)).toBe('market rule 32');
  });
});

describe('without a market rule the grid is max(minTick, 0.01) from a dollar up, 0.0001 below', () => {
  it.each([
    ['no rule at all', { marketRuleIds: '' }, cents],
    ['no word on rules', { marketRuleIds: undefined, validExchanges: undefined }, cents],
    ['minTick is the tick below a dollar', { marketRuleIds: '', minTick: 0.0001 }, cents],
    ['no minTick', { marketRuleIds: '', minTick: undefined }, cents],
    ['minTick is no price', { marketRuleIds: '', minTick: 0 }, cents],
    [
      'a coarser minTick',
      { marketRuleIds: '', minTick: 0.05 },
      ladder(['0', '0.0001'], ['1', '0.05']),
    ],
  ])('%s', async (_, different, expected) => {
    const { asked, ladders } = answering(() => Promise.reject(new Error('nothing is asked')));
    expect(await ladders.of(details(different))).toEqual(expected);
    expect(asked).toEqual([]);
  });

  it('a rule without steps', async () => {
    const { ladders } = answering(() => Promise.resolve([]));
    expect(await ladders.of(details({}))).toEqual(cents);
  });

  it('a rule that the gateway does not answer', async () => {
    const { ladders } = answering(() => Promise.reject(new BrokerError('no-answer', 'late')));
    expect(await ladders.of(details({}))).toEqual(cents);
  });

  it('but a connection that is lost is no answer about ticks', async () => {
    const { ladders } = answering(() => Promise.reject(new BrokerError('lost', 'gone')));
    await expect(ladders.of(details({}))).rejects.toThrow('gone');
  });
});
