import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OrderEvent } from '../core/orders/order-event.ts';
import { exampleTicket } from '../core/testing/example-order.ts';
import { shares } from '../core/units/shares.ts';
import {
  startHandGateway,
  type HandGateway,
  type HandScript,
} from '../../test/run/hand-gateway.ts';
import { TwsBroker } from './tws-broker.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function connected(
  script: HandScript = {},
  fallbackToSnapshot = true,
): Promise<{ gateway: HandGateway; broker: TwsBroker }> {
  const gateway = await startHandGateway(script);
  const broker = new TwsBroker({
    host: '127.0.0.1',
    port: gateway.port,
    clientId: 42,
    clock: { now: () => Date.now() },
    fallbackToSnapshot,
    connectTimeoutMs: 10_000,
  });
  closing.push(() => gateway.close());
  closing.push(() => broker.close());
  await broker.connect();
  return { gateway, broker };
}

/** ORDER_STATUS as a gateway of version 193 writes it. */
function status(of: { id: number; word: string; permId?: number; client?: number }): string[] {
  const { id, word, permId = 900, client = 42 } = of;
  return [
    '3',
    String(id),
    word,
    ...['3', '7', '100', String(permId), '0', '100', String(client), '', '0'],
  ];
}

function message(id: number, code: number, text = 'text', advanced = ''): string[] {
  return ['4', '2', String(id), String(code), text, advanced];
}

/** All order events until one that ends the list. */
async function eventsUntil(broker: TwsBroker, last: (event: OrderEvent) => boolean) {
  const events: OrderEvent[] = [];
  while (!events.some(last)) events.push(...(await broker.nextOrderEvents(1000)));
  return events;
}

const isStatus = (word: string) => (event: OrderEvent) =>
  event.kind === 'status' && event.status === word;

describe('a status of an order', () => {
  it('of another client is not ours, though its order id be the same', async () => {
    const { gateway, broker } = await connected();
    gateway.say(
      status({ id: 5, word: 'Cancelled', permId: 77, client: 7 }),
      status({ id: 5, word: 'Filled', permId: 78, client: 0 }),
      status({ id: 5, word: 'Submitted' }),
    );
    expect(await eventsUntil(broker, isStatus('Submitted'))).toEqual([
      { kind: 'status', orderId: 5, permId: 900, status: 'Submitted', filled: shares('3') },
    ]);
  });

  it('that carries the client who cancelled it is still ours by its permanent id', async () => {
    const { gateway, broker } = await connected();
    gateway.say(
      status({ id: 5, word: 'Submitted' }),
      status({ id: 5, word: 'Cancelled', client: 0 }),
    );
    expect(await eventsUntil(broker, isStatus('Cancelled'))).toHaveLength(2);
  });
});

describe('an order id', () => {
  it('is beyond every id of this client that was seen: a used one would change that order', async () => {
    const { gateway, broker } = await connected();
    gateway.say(
      status({ id: 40, word: 'Submitted' }),
      status({ id: 99, word: 'X', permId: 901, client: 7 }),
    );
    await eventsUntil(broker, isStatus('Submitted'));
    expect([broker.newOrderId(), broker.newOrderId()]).toEqual([41, 42]);
    gateway.say(['9', '1', '10'], status({ id: 41, word: 'Filled' }));
    await eventsUntil(broker, isStatus('Filled'));
    expect(broker.newOrderId()).toBe(43);
  });

  it('as high as the time of day is still told from a request by its messages', async () => {
    const orderId = 1_700_000_000;
    const { broker } = await connected({
      welcome: [
        ['15', '1', 'DU1'],
        ['9', '1', String(orderId)],
      ],
      answer: ([kind, id = '']) => {
        if (kind === '3') return [message(Number(id), 201, 'rejected')];
        return kind === '9' ? [message(Number(id === '8' ? '1' : id), 200, 'unknown')] : [];
      },
    });
    const asked = broker.findContracts([{ symbol: 'NOSUCH', override: undefined }]);
    expect((await asked).problems.get('NOSUCH')?.code).toBe('contract.not-found');
    expect(broker.newOrderId()).toBe(orderId);
    await broker.placeOrder(orderId, exampleTicket());
    expect(await broker.nextOrderEvents(1000)).toMatchObject([
      { kind: 'message', orderId, code: 201 },
    ]);
  });
});

it('too fast a pace counts when it names an order too', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { gateway, broker } = await connected();
  for (const orderId of [40, 41]) {
    gateway.say(message(orderId, 100, 'Max rate of messages per second has been exceeded'));
    await eventsUntil(broker, (event) => event.kind === 'message' && event.orderId === orderId);
    vi.advanceTimersByTime(2000);
  }
  expect(broker.pacingAlarm()).toContain('2 times');
  vi.useRealTimers();
});

describe('a notice', () => {
  it('that comes in the same breath as readiness is heard', async () => {
    const { broker } = await connected({
      welcome: [
        message(-1, 2107, 'farm on demand:ushmds'),
        message(-1, 2110, 'no link to the broker'),
        ['15', '1', 'DU1'],
        ['9', '1', '1'],
        message(-1, 2103, 'farm is broken:usfarm'),
      ],
    });
    await vi.waitUntil(() => broker.notices().length === 2, 2000);
    expect(broker.notices()).toEqual([
      '2110: no link to the broker',
      '2103: farm is broken:usfarm',
    ]);
  });
});

describe('the age of a quote', () => {
  const vti = { symbol: 'VTI', override: undefined };
  const price = (id: string, field: string, value: string) => [
    '1',
    '6',
    id,
    field,
    value,
    '1',
    '0',
  ];

  async function quoted() {
    const { gateway, broker } = await connected({
      answer: ([kind, , id = '']) =>
        kind === '1'
          ? [
              price(id, '1', '99.99'),
              price(id, '2', '100.01'),
              price(id, '4', '100'),
              price(id, '9', '100'),
            ]
          : [],
    });
    await broker.watchQuotes([vti]);
    const told = async (...codes: [code: number, text: string][]): Promise<number> => {
      gateway.say(...codes.map(([code, text]) => message(-1, code, text)));
      const [code, text] = codes.at(-1) ?? [0, ''];
      await vi.waitUntil(() => broker.notices().includes(`${code}: ${text}`), 2000);
      return broker.quoteOf(vti)?.aliveAt ?? -1;
    };
    expect(broker.quoteOf(vti)?.aliveAt).toBeGreaterThan(0);
    return { told };
  }

  it('is endless while the gateway has no link to the broker, and over when the link is back', async () => {
    const { told } = await quoted();
    expect(await told([1100, 'gone'])).toBe(0);
    expect(await told([1102, 'back, data maintained'])).toBeGreaterThan(0);
  });

  it('is endless once the link came back without its market data', async () => {
    const { told } = await quoted();
    expect(await told([1100, 'gone'], [1101, 'back, data lost'])).toBe(0);
    expect(await told([1100, 'gone again'], [1102, 'back, data maintained'])).toBe(0);
  });

  it('is endless while a market data farm is broken', async () => {
    const { told } = await quoted();
    expect(await told([2103, 'broken:usfarm'])).toBe(0);
    expect(await told([2104, 'OK:usfarm'], [2105, 'hmds:x'])).toBeGreaterThan(0);
  });
});

describe('a line that breaks', () => {
  it('ends the waiting for prices at once', async () => {
    let hangUp = (): void => undefined;
    const { gateway, broker } = await connected({
      answer: () => {
        hangUp();
        return [];
      },
    });
    hangUp = () => {
      gateway.hangUp();
    };
    const since = performance.now();
    const watching = broker.watchQuotes([{ symbol: 'VTI', override: undefined }]);
    await expect(watching).rejects.toMatchObject({ trouble: 'lost' });
    expect(performance.now() - since).toBeLessThan(2000);
  });
});

describe('a message that cannot be read', () => {
  // The test runner listens too, and would call it a failure.
  let others: NodeJS.UncaughtExceptionListener[] = [];
  beforeEach(() => {
    others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
  });
  afterEach(() => {
    process.removeAllListeners('uncaughtException');
    for (const listener of others) process.on('uncaughtException', listener);
  });

  it('ends the session, and not the program: what it said is not known', async () => {
    const { gateway, broker } = await connected();
    gateway.say(message(5, 201, 'rejected', '{ this is no JSON'));
    const events = await eventsUntil(broker, ({ kind }) => kind === 'lost');
    expect(events).toMatchObject([{ kind: 'lost' }]);
    await expect(broker.cancelOrder(5)).rejects.toMatchObject({ trouble: 'lost' });
    expect(process.listeners('uncaughtException')).toEqual([]);
  });
});

describe('the position of a contract', () => {
  it('is what the broker told last, for this account alone', async () => {
    const row = (account: string, quantity: string) => [
      ...['61', '3', account, '12', 'VTI', 'STK', '', '0', '', '', 'ARCA', 'USD', 'VTI', 'VTI'],
      quantity,
      '100',
    ];
    const { gateway, broker } = await connected();
    expect(broker.heldNow('DU1', 12)).toBeUndefined();
    gateway.say(row('DU1', '30'), row('DU2', '99'), row('DU1', '18'));
    await vi.waitUntil(() => broker.heldNow('DU1', 12) === shares('18'), 2000);
    expect(broker.heldNow('DU2', 12)).toBe(shares('99'));
  });
});

describe('a gateway that does not let us in', () => {
  async function refused(script: HandScript): Promise<unknown> {
    const gateway = await startHandGateway(script);
    closing.push(() => gateway.close());
    const clock = { now: () => Date.now() };
    const where = { host: '127.0.0.1', port: gateway.port };
    const options = { ...where, clientId: 42, clock, fallbackToSnapshot: true };
    const broker = new TwsBroker({ ...options, connectTimeoutMs: 300 });
    return broker.connect().catch((error: unknown) => error);
  }

  it('because it is not logged in yet', async () => {
    const welcome = [['15', '1', 'DU1']];
    expect(await refused({ welcome })).toMatchObject({
      trouble: 'no-answer',
      message: expect.stringContaining('not logged in') as string,
    });
  });

  it('because the client id is in use', async () => {
    const welcome = [message(-1, 326, 'in use')];
    expect(await refused({ welcome })).toMatchObject({ trouble: 'client-id-in-use' });
  });

  it('because its version is none that the library speaks', async () => {
    expect(await refused({ version: '200' })).toMatchObject({ trouble: 'unsupported-version' });
  });

  it('because it hangs up', async () => {
    expect(await refused({ welcome: 'hang-up' })).toMatchObject({ trouble: 'refused' });
  });
});

describe('market data', () => {
  const vti = { symbol: 'VTI', override: undefined };
  const tick = (id: string, field: string, value: string) => ['1', '6', id, field, value, '1', '0'];

  it('that ends by a message is no market data any more', async () => {
    let line = '';
    const { gateway, broker } = await connected({
      answer: ([kind, , id = '']) => {
        if (kind !== '1') return [];
        line = id;
        return ['1', '2', '4', '9'].map((field) => tick(id, field, '100'));
      },
    });
    await broker.watchQuotes([vti]);
    expect(broker.quoteOf(vti)).toMatchObject({ bid: 1_000_000n, halted: false });
    // Halted, a tick of a line that nobody asked for, a warning, and then another session.
    gateway.say(
      ['45', '6', line, '49', '1'],
      ['45', '6', '1', '49', '1'],
      tick('1', '1', '5'),
      message(Number(line), 10167),
    );
    await vi.waitUntil(() => broker.quoteOf(vti)?.halted === true, 2000);
    expect(broker.quoteOf(vti)?.bid).toBe(1_000_000n);
    gateway.say(message(Number(line), 10197));
    await vi.waitUntil(() => broker.quoteOf(vti)?.bid === undefined, 2000);
    expect(broker.quoteOf({ symbol: 'BND', override: undefined })).toBeUndefined();
  });

  it.each([
    [true, 'is asked for once more, as a snapshot that ends by itself', 2],
    [false, 'is not asked for again', 1],
  ])('without a price, with fallback_to_snapshot = %s, %s', async (fallback, _, times) => {
    const asked: string[] = [];
    const script: HandScript = {
      answer: ([kind, , id = '', ...rest]) => {
        if (kind !== '1') return [];
        asked.push(rest.join());
        return asked.length === 1 ? [message(Number(id), 354)] : [['57', '1', id]];
      },
    };
    const { broker } = await connected(script, fallback);
    await broker.watchQuotes([vti]);
    expect(asked).toHaveLength(times);
    expect(broker.quoteOf(vti)?.bid).toBeUndefined();
  });
});

describe('contract details', () => {
  it('that are answered with an error were not read', async () => {
    const { broker } = await connected({
      answer: ([kind, , id = '']) => (kind === '9' ? [message(Number(id), 322)] : []),
    });
    const override = { kind: 'exchange', exchange: 'ARCA' } as const;
    await expect(broker.findContracts([{ symbol: 'VTI', override }])).rejects.toMatchObject({
      trouble: 'no-answer',
    });
  });
});
