import { expect, it } from 'vitest';
import { Engine } from '../../simulator/engine/engine.ts';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { lookAtMarket } from '../core/account/market-hours.ts';
import { formatPrice } from '../core/units/price.ts';
import { BrokerError } from '../ports.ts';
import type { Line } from './line.ts';
import { clearLine } from './line.ts';
import { SimulatedBroker } from './simulated-broker.ts';
import { inVirtualTime, VirtualClock } from './virtual-clock.ts';

const query = { symbol: 'VTI', override: undefined };

function connect(gateway: string, at: string, line: Line = clearLine) {
  const clock = new VirtualClock(Date.parse(at));
  const { engine: setup } = parseScenario(
    `gateway: { accounts: [{ cash: { USD: 1000 } }], quotes: { VTI: 250 }${gateway} }`,
  );
  const engine = new Engine(setup, clock);
  const parts = { engine, clock, line, closed: () => undefined, forgottenBefore: () => 0 };
  const broker = new SimulatedBroker({ ...parts, onOrder: () => undefined }, 42);
  const live = <Value>(work: () => Promise<Value>): Promise<Value> =>
    inVirtualTime(clock, 60_000, async () => {
      await broker.connect();
      return work();
    });
  return { broker, clock, live };
}

/** Bid, ask, last and close; a dash where the broker gives none. */
async function shown(gateway: string, at = '2026-01-15T15:30:00Z'): Promise<string> {
  const { broker, live } = connect(gateway, at);
  const quote = await live(async () => {
    await broker.watchQuotes([query]);
    return broker.quoteOf(query);
  });
  return [quote?.bid, quote?.ask, quote?.last, quote?.close]
    .map((each) => (each === undefined ? '-' : formatPrice(each)))
    .join(' ');
}

it.each([
  ['', '249.99 250.01 250.00 250.00'],
  [', market_data: { state: part }', '249.99 250.01 - -'],
  [', market_data: { state: frozen }', '- - 250.00 250.00'],
  [', market_data: { state: delayed }', '- - - -'],
  [', market_data: { state: no_permission }', '- - - -'],
])('of a quote it shows what a gateway would%s', async (gateway, prices) => {
  expect(await shown(gateway)).toBe(prices);
});

it('keeps the hours of the exchange where the scenario does', async () => {
  const saturday = '2026-01-17T15:30:00Z';
  expect(await shown(', hours: exchange', saturday)).toBe('- - 250.00 250.00');
  const { broker, clock, live } = connect(', hours: exchange', saturday);
  const { contracts } = await live(() => broker.findContracts([query]));
  expect(lookAtMarket(contracts.get('VTI')?.hours, 'rth', clock.now())).toEqual({
    kind: 'closed',
    opens: Date.parse('2026-01-20T14:30:00Z'),
  });
});

it('says which contracts there are when a symbol is none or several', async () => {
  const twice = ', contracts: [{ symbol: VTI, con_id: 7, exchange: BATS, name: ANOTHER }]';
  const { broker, live } = connect(twice, '2026-01-15T15:30:00Z');
  const none = { symbol: 'VTX', override: undefined };
  const { problems } = await live(() => broker.findContracts([query, none]));
  expect([...problems.values()].map(({ code }) => code)).toEqual([
    'contract.ambiguous',
    'contract.not-found',
  ]);
});

it('asks again what is refused for pacing, after pauses, and then gives up', async () => {
  let asked = 0;
  const line: Line = {
    ...clearLine,
    toGateway: (request) => {
      if (request !== 'contracts') return [1];
      asked += 1;
      return new BrokerError('pacing', 'too much');
    },
  };
  const { broker, clock, live } = connect('', '2026-01-15T15:30:00Z', line);
  const before = clock.now();
  await expect(live(() => broker.findContracts([query]))).rejects.toThrow('too much');
  expect([asked, Math.floor((clock.now() - before) / 1000)]).toEqual([3, 3]);
});

it('its quotes are old while the link or the market data farm is gone, and for ever after 1101', async () => {
  const { broker, live } = connect('', '2026-01-15T15:30:00Z');
  await live(() => broker.watchQuotes([query]));
  const isAlive = (): boolean => (broker.quoteOf(query)?.aliveAt ?? 0) > 0;
  const after = (code: number): readonly boolean[] => {
    broker.hear(code, 'text');
    return [broker.linkedToBroker(), isAlive()];
  };
  expect([1100, 1102, 2103, 2104, 1100, 1101].map(after)).toEqual([
    [false, false],
    [true, true],
    [true, false],
    [true, true],
    [false, false],
    [true, false],
  ]);
  expect(broker.notices()[0]).toBe('1100: text');
});
