import { afterEach, expect, test } from 'vitest';
import { buy, SocketTrial } from '../testing/socket-trial.ts';

const trial = new SocketTrial();
afterEach(() => trial.end());

/** The codes that the protocol's table lists and that a server can send. */
const codes = [
  ...[100, 101, 103, 104, 105, 106, 107, 109, 110, 111, 113, 135, 161, 162, 165, 366],
  ...[200, 201, 202, 203, 300, 320, 321, 322, 326, 327, 354, 388, 399, 404, 413, 414],
  ...[434, 435, 436, 439, 440, 441, 442, 443, 460, 463, 10089, 10090, 10147, 10148, 10149],
  ...[10167, 10168, 10186, 10197, 10233, 10241, 10242, 10243, 10244, 10245, 10246, 10247],
  ...[10248, 10249, 10250, 10251, 10252, 10268, 10269, 10311, 10349],
];

/** Places of PLACE_ORDER at 193. */
const at = {
  ...{
    secType: 4,
    exchange: 9,
    action: 16,
    quantity: 17,
    type: 18,
    stop: 20,
    tif: 21,
    account: 23,
    transmit: 27,
    parentId: 28,
  },
  ...{ eTradeOnly: 52, firmQuoteOnly: 53, algo: 82, whatIf: 84, cashQty: 100 },
};

type Change = Partial<Record<keyof typeof at, string>>;

function order(id: number, typeAndLimit: string, change: Change = {}): string {
  const fields = buy(id, typeAndLimit).split('|');
  for (const [name, value] of Object.entries(change)) fields[at[name as keyof typeof at]] = value;
  return fields.join('|');
}

/** The same with an algorithm and its parameters behind its name. */
function algo(id: number, change: Change, words: string): string {
  const fields = order(id, 'MKT|', change).split('|');
  const [strategy = '', ...params] = words.split(' ');
  fields.splice(at.algo, 1, strategy, String(params.length / 2), ...params);
  return fields.join('|');
}

const stream = (id: number, flags = '|0'): string =>
  `1|11|${id}|0|SPY|STK||0.0|||SMART||USD|||0|${flags}|0|`;
const rest = 'LMT|499.00';
const cancel = '4|1|1|';
const fraction = { quantity: '1.5' };
const sale = { action: 'SELL' };
const question = { transmit: '', whatIf: '1' };
const bars = (id: number): string =>
  `20|${id}|0|SPY|STK||0.0|||SMART||USD|||0||1 day|3 D|1|TRADES|1|0|`;
const normal = 'Adaptive adaptivePriority Normal';

/** When the code comes, the scenario's own part, what is sent, and what is sent a little later. */
type Case = readonly [when: string, gateway: string, sent: string[], later?: string[]];

/** A fault that answers an order so, for causes that lie outside a gateway with two ETF accounts. */
const fault = (code: number, words = 'do: reject, status: none'): Case => [
  'a fault says so',
  `events: [{ on: { request: PLACE_ORDER }, ${words}, code: ${code} }]`,
  [order(1, rest)],
];

const allowed = 'orders: { fractions: allow }';
const restricted = (word: string): string =>
  `orders: { fractions: allow, restricted: { SPY: ${word} } }`;

const cases: Readonly<Record<number, Case>> = {
  101: ['all lines are taken', 'market_data: { lines: 0 }', [stream(1)]],
  103: ['the id is below one that was used', '', [order(2, rest), order(1, rest)]],
  104: ['a filled order is changed', '', [order(1, 'MKT|')], [order(1, rest)]],
  105: [
    'a change turns buying into selling',
    '',
    [order(1, rest), order(1, rest, { action: 'SELL' })],
  ],
  106: fault(106),
  107: fault(107),
  109: ['a limit is far away', 'orders: { price_band_percent: 1 }', [order(1, 'LMT|400')]],
  110: ['a price is off the grid', '', [order(1, 'LMT|499.001')]],
  111: ['MIDPRICE is to stay', '', [order(1, 'MIDPRICE|', { tif: 'GTC' })]],
  113: ['MOC is to stay', '', [order(1, 'MOC|', { tif: 'GTC' })]],
  135: ['the parent is none', '', [order(1, rest, { parentId: '7' })]],
  161: [
    'a cancellation is underway',
    'cancels: { delay_ms: 99 }',
    [order(1, rest), cancel, cancel],
  ],
  162: ['the same history is asked for again', 'pacing: gateway', [bars(1), bars(2)]],
  165: ['a scan finds nothing', '', ['22|1']],
  366: ['no such query is underway', '', ['25|1|1']],
  200: ['nothing is called that', '', [order(1, rest).replace('SPY', 'NOPE')]],
  201: ['the margin is not there', '', [order(1, rest, { quantity: '9000' })]],
  202: ['an order was cancelled', '', [order(1, rest), cancel]],
  203: ['the security is not allowed', restricted('not_allowed'), [order(1, rest)]],
  300: ['an unknown line is cancelled', '', ['2|2|1']],
  320: ['a number cannot be read', '', [order(1, rest, { quantity: 'ten' })]],
  321: ['an order has no exchange', '', [order(1, rest, { exchange: '' })]],
  322: ['a ticker id is used twice', '', [stream(1), stream(1)]],
  354: ['data are not subscribed', 'market_data: { state: no_permission }', [stream(1)]],
  388: ['an order is too small', 'orders: { smallest_size: 50 }', [order(1, rest)]],
  399: ['the market is closed', 'hours: exchange', [order(1, rest)]],
  404: ['more is sold than is held', 'orders: { short_sales: locate }', [order(1, rest, sale)]],
  413: ['a what-if is not to be transmitted', '', [order(1, rest, question)]],
  414: ['a snapshot asks for generic ticks', '', [stream(1, '233|1')]],
  434: ['nothing is ordered', '', [order(1, rest, { quantity: '0' })]],
  435: ['no account is said', '', [order(1, rest, { account: '' })]],
  436: fault(436),
  439: ['an algorithm is not known', '', [algo(1, {}, 'Vwap maxPctVol 0.1')]],
  440: ['an algorithm is taken away', '', [algo(1, {}, normal), order(1, rest)]],
  441: ['a priority is none', '', [algo(1, {}, 'Adaptive adaptivePriority Fast')]],
  442: ['Adaptive is to work at once', '', [algo(1, { tif: 'IOC' }, normal)]],
  443: ['an attribute is not known', '', [algo(1, {}, 'Adaptive speed 9')]],
  460: ['there is no permission', restricted('no_permission'), [order(1, rest)]],
  463: ['not for the product', restricted('no_product_permission'), [order(1, rest)]],
  10089: ['only delayed data are there', 'market_data: { state: delayed }', [stream(1)]],
  10090: ['a part of the data is there', 'market_data: { state: part }', [stream(1)]],
  10147: ['nothing is there to cancel', '', [cancel]],
  10148: ['a filled order is cancelled', '', [order(1, 'MKT|')], [cancel]],
  10149: ['an id is none', '', [order(0, rest)]],
  10167: ['delayed data come', 'market_data: { state: delayed }', ['59|1|3', stream(1)]],
  10168: ['nor are delayed ones', 'market_data: { state: no_permission }', ['59|1|3', stream(1)]],
  10186: ['nothing is enabled', 'market_data: { state: not_enabled }', [stream(1)]],
  10197: ['another session has them', 'market_data: { state: competing }', [stream(1)]],
  10233: ['money is to be changed', '', [order(1, rest, { secType: 'CASH', cashQty: '5' })]],
  10241: ['a change is by its money', '', [order(1, rest), order(1, rest, { cashQty: '500' })]],
  10242: [
    'a fraction is to be changed',
    allowed,
    [order(1, rest, fraction), order(1, rest, { quantity: '2.5' })],
  ],
  10243: ['a fraction is ordered', '', [order(1, rest, fraction)]],
  10244: ['money is to be invested', '', [order(1, rest, { cashQty: '500' })]],
  10245: ['the ETF has no fractions', restricted('no_fractions'), [order(1, rest, fraction)]],
  10246: ['a fraction is to stay', allowed, [order(1, rest, { ...fraction, tif: 'GTC' })]],
  10247: ['a fraction is routed', allowed, [order(1, rest, { ...fraction, exchange: 'ARCA' })]],
  10248: [
    'fractions are not permitted',
    'orders: { fractions: no_permission }',
    [order(1, rest, fraction)],
  ],
  10249: ['a fraction is for the middle', allowed, [order(1, 'MIDPRICE|', fraction)]],
  10250: ['a fraction is too fine', allowed, [order(1, rest, { quantity: '1.000001' })]],
  10251: fault(10251),
  10252: ['fractions only close', restricted('closing_fractions'), [order(1, rest, fraction)]],
  10268: ['eTradeOnly is wanted', '', [order(1, rest, { eTradeOnly: '1' })]],
  10269: ['firmQuoteOnly is wanted', '', [order(1, rest, { firmQuoteOnly: '1' })]],
  10311: [
    'routing is not allowed',
    'orders: { direct_routing: refuse }',
    [order(1, rest, { exchange: 'ARCA' })],
  ],
  10349: ['the preset is DAY', 'orders: { preset_day: true }', [order(1, rest, { tif: 'GTC' })]],
};

/**
 * These hold everything back, end a connection, or belong to no request: message-rate.test.ts,
 * connection.test.ts and order-answers.test.ts.
 */
const elsewhere = [100, 326, 327];

test('every code of the list has a case', () => {
  const listed = codes.filter((code) => !elsewhere.includes(code));
  expect(Object.keys(cases).map(Number).sort()).toEqual([...listed].sort());
});

const named = Object.entries(cases).map(([code, one]) => [code, one[0], one] as const);

test.each(named)('%s comes when %s', async (code, _, [, gateway, sent, later]) => {
  const isNight = code === '399';
  const second = code === '435' ? '{ id: DU2 }' : '';
  await trial.start(`
gateway:
  accounts: [{ id: DU1, cash: { USD: 50000 } }, ${second}]
  quotes: { SPY: { bid: "500.00", ask: "500.02" } }
  ${gateway}`);
  if (isNight) trial.clock.advance(6 * 3_600_000);
  const raw = trial.client();
  await raw.login(1);
  const answers = await raw.answers(...sent);
  trial.clock.advance(20);
  answers.push(...(await raw.answers(...(later ?? []))));
  const said = answers.map((text) => text.split('|')).filter(([kind]) => kind === '4');
  expect(said.map((fields) => fields[3])).toContain(code);
  expect(trial.simulator.audit().differences).toEqual([]);
});

test('codes that leave an order alive do', async () => {
  await trial.start(`
gateway:
  accounts: [{ id: DU1, cash: { USD: 50000 } }]
  orders: { preset_day: true }`);
  const raw = trial.client();
  await raw.login(1);
  await raw.answers(order(1, 'LMT|1.00', { tif: 'GTC' }));
  expect(trial.simulator.engine.openOrders()[0]?.timeInForce).toBe('DAY');
});

test('there are no more than twenty active orders of one side, and one more is 201', async () => {
  await trial.start('gateway: { accounts: [{ id: DU1, cash: { USD: 50000 } }] }');
  const raw = trial.client();
  await raw.login(1);
  const many = Array.from({ length: 20 }, (_, id) => order(id + 1, 'LMT|1.00'));
  await raw.answers(...many);
  expect((await raw.answers(order(21, 'LMT|1.00')))[0]).toContain('4|2|21|201|');
  expect(trial.simulator.engine.openOrders()).toHaveLength(20);
});
