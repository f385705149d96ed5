import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { price } from '../engine/price.ts';
import { shares } from '../../src/core/units/shares.ts';
import { ManualClock } from '../engine/clock.ts';
import { Engine } from '../engine/engine.ts';
import { money } from '../engine/money.ts';
import { cents } from '../wire/account-messages.ts';
import { defaultScenario } from './default-scenario.ts';
import { parseScenario } from './parse-scenario.ts';
import { BadScenario } from './scenario.ts';

const account = '{ id: DU1, cash: { USD: 1000 } }';

function problems(yaml: string): string[] {
  try {
    parseScenario(yaml);
  } catch (error) {
    if (error instanceof BadScenario) {
      return error.problems.map(({ where, what }) => `${where}: ${what}`);
    }
    throw error;
  }
  return [];
}

describe('a scenario', () => {
  test('needs only an account; the rest has usual values', () => {
    const { serverVersion, engine } = parseScenario(`gateway: { accounts: [${account}] }`);
    expect(serverVersion).toBe(193);
    expect(engine).toMatchObject({
      nextValidId: 1,
      accounts: [{ id: 'DU1', base: 'USD', type: 'margin', readOnlyApi: false, positions: [] }],
      rates: { USD: 100_000_000n, CAD: 73_000_000n },
      market: { seed: 1, intervalMs: 250, moves: 'still' },
      fills: { delayMs: 20, maxSharesPerFill: null },
      cancelDelayMs: 0,
    });
    expect(engine.accounts[0]?.cash).toEqual(new Map([['USD', money('1000')]]));
  });

  test.each([
    ['the usual rate', '', '73000000', '1.36985', '1.36990'],
    [
      'a rate, which the quote follows',
      'exchange_rates: { CAD: 0.8 }',
      '80000000',
      '1.25',
      '1.25005',
    ],
    [
      'a quote, which the rate follows',
      'quotes: { USD.CAD: { bid: 1.25, ask: 1.25 } }',
      '80000000',
      '1.25',
      '1.25',
    ],
    [
      'both, each for itself',
      'exchange_rates: { CAD: 0.7 }, quotes: { "15016062": { bid: 1.25, ask: 1.25 } }',
      '70000000',
      '1.25',
      '1.25',
    ],
    [
      'no price at all, and the usual rate',
      'quotes: { USD.CAD: { bid: null, ask: null } }',
      '73000000',
      null,
      null,
    ],
  ])('has for US and Canadian dollars %s', (_, part, rate, bid, ask) => {
    const { engine } = parseScenario(`gateway: { accounts: [${account}], ${part} }`);
    expect(engine.rates.CAD).toBe(BigInt(rate));
    expect(engine.quotes.get(15_016_062)).toMatchObject({
      bid: bid === null ? null : price(bid),
      ask: ask === null ? null : price(ask),
      last: null,
    });
  });

  test('may have a fund whose symbol is that of a currency', () => {
    const { engine } = parseScenario(
      'gateway: { accounts: [{ id: DU1, positions: [{ symbol: USD, shares: 1 }] }], contracts: [{ symbol: USD, con_id: 5 }] }',
    );
    expect(engine.accounts[0]?.positions[0]?.conId).toBe(5);
  });

  test('writes amounts as text or as numbers, and both are exact', () => {
    const { engine } = parseScenario(`
gateway:
  accounts:
    - id: DU1
      cash: { USD: 0.1, CAD: "-12.34567891" }
      positions: [{ symbol: SPY, shares: 41.3712, average_cost: "480.123456" }]
  quotes: { SPY: { bid: 500.1, ask: "500.12", last: null, bid_size: 300 } }`);
    expect(engine.accounts[0]?.cash.get('USD')).toBe(money('0.1'));
    expect(engine.accounts[0]?.cash.get('CAD')).toBe(money('-12.34567891'));
    expect(engine.accounts[0]?.positions).toEqual([
      { conId: 756733, shares: shares('41.3712'), averageCost: money('480.123456') },
    ]);
    expect(engine.quotes.get(756733)).toMatchObject({
      bid: price('500.1'),
      ask: price('500.12'),
      last: null,
      close: price('500.1'),
      bidSize: shares('300'),
    });
  });

  test('adds contracts and changes built-in ones', () => {
    const { engine } = parseScenario(`
gateway:
  accounts: [${account}]
  market_rules: { "77": [{ low_edge: 0, increment: "0.05" }] }
  contracts:
    - { symbol: NEWF, name: NEW FUND, con_id: 5, market_rule: 77, min_tick: "0.05" }
    - { symbol: SPY, exchange: BATS }
    - { symbol: VTI, con_id: 6, currency: CAD }`);
    const named = (symbol: string) => engine.contracts.filter((one) => one.symbol === symbol);
    expect(named('NEWF')).toMatchObject([{ conId: 5, name: 'NEW FUND', marketRule: 77 }]);
    expect(engine.quotes.get(5)).toMatchObject({ bid: null, ask: null, last: null, close: null });
    expect(named('SPY')).toMatchObject([{ conId: 756733, primaryExchange: 'BATS' }]);
    expect(named('VTI').map(({ currency }) => currency)).toEqual(['USD', 'CAD']);
  });

  test('may hold parts that other programs read', () => {
    expect(problems(`{ gateway: { accounts: [${account}] }, run: { a: 1 }, expect: [] }`)).toEqual(
      [],
    );
  });

  test('gives way to a seed from outside', () => {
    const text = `gateway: { seed: 5, accounts: [${account}] }`;
    expect(parseScenario(text).engine.market.seed).toBe(5);
    expect(parseScenario(text, { seed: 9 }).engine.market.seed).toBe(9);
  });
});

describe('a wrong scenario is refused with the place of each mistake', () => {
  test.each([
    ['gateway: [', 'line 1'],
    ['{}', 'gateway'],
    [`{ gateway: { accounts: [${account}] }, gatway: 1 }`, 'the document: unknown key gatway'],
    ['gateway: { accounts: [] }', 'gateway.accounts: needs at least one account'],
    [`gateway: { accounts: [${account}], fils: 1 }`, 'gateway: unknown key fils'],
    ['gateway: { accounts: [{ id: DU1, cash: { EUR: 1 } }] }', 'gateway.accounts[0].cash'],
    [
      'gateway: { accounts: [{ id: DU1, cash: { USD: 1e-9 } }] }',
      'gateway.accounts[0].cash.USD: must be a number with at most 8 decimals',
    ],
    [
      'gateway: { accounts: [{ id: DU1, base: EUR }] }',
      'gateway.accounts[0].base: must be one of CAD, USD',
    ],
    [
      'gateway: { accounts: [{ id: DU1, type: cash, positions: [{ symbol: SPY, shares: -1 }] }] }',
      'gateway.accounts[0].positions[0].shares: must not be negative: a cash account sells nothing short',
    ],
    [
      'gateway: { accounts: [{ id: DU1, positions: [{ symbol: NOPE, shares: 1 }] }] }',
      'gateway.accounts[0].positions[0]: no contract is called that',
    ],
    [
      'gateway: { accounts: [{ id: DU1, positions: [{ symbol: SPY, shares: 1 }, { symbol: SPY, shares: 1 }] }] }',
      'gateway.accounts[0].positions[1]: the same contract is held twice',
    ],
    [
      'gateway: { accounts: [{ id: DU1, positions: [{ symbol: SPY, shares: 1 }] }], contracts: [{ symbol: SPY, con_id: 3 }] }',
      'gateway.accounts[0].positions[0]: several contracts are called that: say which with con_id',
    ],
    [
      `gateway: { accounts: [${account}], orders: { restricted: { NOPE: not_allowed } } }`,
      'gateway.orders.restricted.NOPE: no contract is called that',
    ],
    [
      `gateway: { accounts: [${account}], orders: { restricted: { SPY: never } } }`,
      'gateway.orders.restricted.SPY: must be one of not_allowed',
    ],
    [
      `gateway: { accounts: [${account}], orders: { fractions: some } }`,
      'gateway.orders.fractions: must be one of refuse, allow',
    ],
    [
      `gateway: { accounts: [${account}], hours: sometimes }`,
      'gateway.hours: must be one of always, exchange',
    ],
    [
      `gateway: { accounts: [${account}], market_data: { state: late } }`,
      'gateway.market_data.state: must be one of live, delayed',
    ],
    [
      `gateway: { accounts: [${account}], quotes: { SPY: { halted: maybe } } }`,
      'gateway.quotes.SPY.halted: must be one of no, general, volatility',
    ],
    [
      `gateway: { accounts: [${account}], fills: { depth: deep } }`,
      'gateway.fills.depth: must be one of unlimited, quote',
    ],
    [`gateway: { accounts: [${account}, ${account}] }`, 'gateway.accounts[1].id: is written twice'],
    [
      `gateway: { accounts: [${account}], quotes: { NOPE: { bid: 1 } } }`,
      'gateway.quotes.NOPE: no contract is called that',
    ],
    [
      `gateway: { accounts: [${account}], quotes: { SPY: { bid: 2, ask: 1 } } }`,
      'gateway.quotes.SPY: the bid is above the ask',
    ],
    [
      `gateway: { accounts: [${account}], quotes: { SPY: { bid: 1.234567 } } }`,
      'gateway.quotes.SPY.bid: must be a number with at most 5 decimals',
    ],
    [
      `gateway: { accounts: [${account}], contracts: [{ symbol: SPY, market_rule: 4 }] }`,
      'gateway.contracts[0]: market_rule 4 is not known',
    ],
    [
      `gateway: { accounts: [${account}], contracts: [{ symbol: SPY, min_tick: "0.05" }] }`,
      'gateway.contracts[0]: min_tick must be the finest step of market_rule 26',
    ],
    [
      `gateway: { accounts: [${account}], market_rules: { "8": [{ low_edge: 1, increment: 0 }] } }`,
      'gateway.market_rules.8: the first low_edge must be 0',
    ],
    [
      `gateway: { accounts: [${account}], contracts: [{ symbol: USD.CAD }] }`,
      'gateway.contracts[0]: a pair of currencies is as it is: only its quote can be changed',
    ],
    [
      'gateway: { accounts: [{ id: DU1, positions: [{ symbol: USD.CAD, shares: 1 }] }] }',
      'gateway.accounts[0].positions[0]: no contract is called that',
    ],
    [`gateway: { accounts: [${account}], server_version: 150 }`, 'gateway.server_version: must be'],
    [
      `gateway: { accounts: [${account}], exchange_rates: { CAD: 0 } }`,
      'gateway.exchange_rates.CAD: must be above 0',
    ],
  ])('%s', (yaml, expected) => {
    expect(problems(yaml)[0]).toContain(expected);
  });

  test('and all mistakes of one kind come together, with the name of the file', () => {
    const yaml = 'gateway: { accounts: [{ id: DU1 }], quotes: { AAA: {}, BBB: {} } }';
    expect(() => parseScenario(yaml, { source: 'a.yaml' })).toThrow(
      'a.yaml: gateway.quotes.AAA: no contract is called that\n' +
        'a.yaml: gateway.quotes.BBB: no contract is called that',
    );
  });
});

describe('the scenarios that come along', () => {
  test('the one without a file can be read', () => {
    expect(parseScenario(defaultScenario).engine.accounts).toHaveLength(1);
  });

  test('the demo is a margin account of about 250,000 dollars in 13 ETFs', () => {
    const text = readFileSync(
      new URL('../../samples/scenarios/demo.yaml', import.meta.url),
      'utf8',
    );
    const { engine: setup } = parseScenario(text);
    const engine = new Engine(setup, new ManualClock());
    const [book] = engine.accounts();
    expect(book!.setup).toMatchObject({ id: 'DU1234567', base: 'USD', type: 'margin' });
    expect(book!.positions()).toHaveLength(13);
    expect(setup.market).toEqual({ seed: 20_260_413, intervalMs: 250, moves: 'walk' });
    expect(cents(engine.accountValues(book!).netLiquidation)).toBe('250046.77');
    engine.close();
  });
});
