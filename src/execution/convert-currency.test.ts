import { describe, expect, it } from 'vitest';
import { cashEffectOf, commissionsOf, stateOf } from '../core/orders/tracked-order.ts';
import { type Example } from '../core/testing/example-account.ts';
import { formatShares } from '../core/units/shares.ts';
import { asRate, rate } from '../core/units/rate.ts';
import { asUsd, usd } from '../core/units/usd.ts';
import { failuresOf } from '../outcome.ts';
import { describeOrder } from '../report/summary.ts';
import { execute, fillAll, type Setup } from './testing/run-example.ts';
import type { Script, ScriptedBroker, SentOrder } from './testing/scripted-broker.ts';

/** 100 shares at 100 are wanted; there are 1,000 US dollars and 20,000 Canadian ones. */
const funded: Example = {
  cash: '1000',
  cad: '20000',
  etfs: [{ symbol: 'VTI', weight: '100', held: '0', price: '100' }],
  fx: { enabled: true, maxOrder: usd('9000') },
};

const isConversion = ({ ticket }: SentOrder): boolean => ticket.kind === 'conversion';

/** The broker fills so many of the dollars, and shows the money in the account. */
function convert(order: SentOrder, dollars: string, broker: ScriptedBroker): void {
  broker.fill(order, `fx${order.orderId}.01`, dollars, '2.00');
  const { account } = broker;
  broker.account = { ...account, cash: asUsd(account.cash + usd(dollars) - usd('2')) };
}

/** Runs the example with a broker that does this with the conversion and fills everything else. */
async function run(onConversion: Script['onPlace'], setup: Setup = {}, script: Script = {}) {
  const result = await execute(
    {
      ...script,
      onPlace: (order, broker) => {
        if (isConversion(order)) onConversion?.(order, broker);
        else fillAll(order, broker);
      },
    },
    {
      example: funded,
      ...setup,
      prepare: (broker) => {
        broker.usdCad = { bid: rate('1.3499'), ask: rate('1.3501'), aliveAt: Infinity };
        setup.prepare?.(broker);
      },
    },
  );
  const { conversion } = result.report;
  return {
    ...result,
    conversion,
    brought: conversion?.order && cashEffectOf(conversion.order),
    failures: failuresOf(result.report).map(({ code, found }) => `${code}: ${found}`),
  };
}

const fully: Script['onPlace'] = (order, broker) => {
  broker.status(order, 'Submitted');
  const dollars = formatShares(order.ticket.quantity);
  convert(order, dollars, broker);
  broker.status(order, 'Filled', dollars);
};

it('filled: the dollars are bought first, and then the shares with them', async () => {
  const { sent, broker, conversion, brought, failures, journal } = await run(fully);
  expect(sent).toEqual(['BUY 8922 USD.CAD', 'BUY 99 VTI']);
  const [first] = broker.sent;
  expect(first?.ticket).toMatchObject({
    orderRef: 'rb.RUN.DU1234567.0.1',
    kind: 'conversion',
    contract: { conId: 15_016_062, exchange: 'IDEALPRO', currency: 'CAD' },
    limit: undefined,
  });
  expect(conversion?.approved.quantity).toBe(usd('8922'));
  expect(brought).toBe(usd('8920'));
  const intents = journal.flatMap((event) => (event.kind === 'intent' ? [event.line] : []));
  expect(intents).toEqual([0, 1]);
  expect(failures).toEqual([]);
});

it('a limit order carries its approved limit', async () => {
  const limited: Example = { ...funded, fx: { ...funded.fx, orderType: 'LMT' } };
  const { broker, report } = await run(fully, { example: limited });
  expect(broker.sent[0]?.ticket.limit).toBe(rate('1.35065'));
  const order = report.conversion!.order!;
  expect(describeOrder(order, 'sent')).toContain('USD.CAD 8922 at 1.35065: sent as order 1');
});

it('partly filled when the time is over: the rest is cancelled, awaited, and not spent', async () => {
  const { sent, broker, brought, failures } = await run(
    (order, at) => {
      at.status(order, 'Submitted');
      convert(order, '4000', at);
      at.status(order, 'Submitted', '4000');
    },
    {},
    {
      onCancel: (order, at) => {
        at.after(500, () => {
          at.status(order, 'Cancelled', '4000');
        });
      },
    },
  );
  // 1,000 + 4,000 - 2 dollars: 49 shares at 100.01 and their commission.
  expect(sent).toEqual(['BUY 8922 USD.CAD', 'BUY 49 VTI']);
  expect(broker.calls.filter((call) => call.startsWith('cancel'))).toEqual(['cancel 1']);
  const [first, second] = broker.sent;
  const waited = second!.sentAt - first!.sentAt;
  expect(waited >= 5_500 && waited < 7_000).toBe(true);
  expect(brought).toBe(usd('3998'));
  expect(failures[0]).toBe('orders.incomplete: cancelled, 4000 of 8922 filled');
});

it('rejected: the plan goes on with the dollars that are there', async () => {
  const { sent, conversion, brought, failures } = await run((order, broker) => {
    broker.message(order, 201);
    broker.status(order, 'Inactive');
  });
  expect(sent).toEqual(['BUY 8922 USD.CAD', 'BUY 9 VTI']);
  expect(brought).toBe(usd('0'));
  expect(stateOf(conversion!.order!)).toBe('rejected');
  expect(failures[0]).toBe('orders.incomplete: rejected, 0 of 8922 filled, 201: message 201');
});

it('without a word, not even after the cancel: unknown, and nothing else is sent', async () => {
  const { sent, conversion, report, failures } = await run(() => undefined);
  expect(sent).toEqual(['BUY 8922 USD.CAD']);
  expect(stateOf(conversion!.order!)).toBe('unknown');
  expect(report.stopped?.code).toBe('orders.unknown');
  expect(report.skipped.map(({ reason }) => reason)).toEqual([undefined]);
  expect(failures.includes('orders.unknown: unknown, 0 of 8922 filled')).toBe(true);
});

it('the line breaks while it is open: unknown, and nothing else is sent', async () => {
  const { sent, report } = await run((_, broker) => {
    broker.lose();
  });
  expect(sent).toEqual(['BUY 8922 USD.CAD']);
  expect(report.stopped?.code).toBe('broker.connection');
});

it('a commission that is not reported counts as the most that it can be', async () => {
  const { brought } = await run((order, broker) => {
    broker.fill(order, 'fx.01', formatShares(order.ticket.quantity));
    broker.status(order, 'Filled', formatShares(order.ticket.quantity));
  });
  expect(brought).toBe(usd('8920'));
});

it('a commission in Canadian dollars takes nothing of the US ones', async () => {
  const { brought, conversion } = await run((order, broker) => {
    const dollars = formatShares(order.ticket.quantity);
    broker.fill(order, 'fx.01', dollars, '2.74', 'CAD');
    broker.account = { ...broker.account, cash: asUsd(broker.account.cash + usd(dollars)) };
    broker.status(order, 'Filled', dollars);
  });
  expect(brought).toBe(usd('8922'));
  expect(commissionsOf(conversion!.order!)).toEqual({
    amount: usd('0'),
    other: [{ currency: 'CAD', amount: usd('2.74') }],
    complete: true,
  });
});

describe('rates of the moment decide what is sent, never more than was approved', () => {
  it('a dearer dollar: as many as the Canadian dollars pay for', async () => {
    const { sent } = await run(fully, {
      prepare: (broker) => {
        broker.usdCad = { bid: rate('2.9999'), ask: rate('3.0001'), aliveAt: Infinity };
      },
    });
    // 20,000 CAD at 3.006 are 6,653.36 dollars, less 2.
    expect(sent[0]).toBe('BUY 6651 USD.CAD');
  });

  it('a cheaper dollar: no more than was approved', async () => {
    const { sent } = await run(fully, {
      prepare: (broker) => {
        broker.usdCad = { bid: rate('1.0'), ask: rate('1.0'), aliveAt: Infinity };
      },
    });
    expect(sent[0]).toBe('BUY 8922 USD.CAD');
  });

  it.each([
    ['a dearer dollar', '1.4001', '1.35065'],
    ['a cheaper dollar', '1.3001', '1.30065'],
  ])('%s: a limit of that rate, inside the approved one', async (_, ask, limit) => {
    const { broker } = await run(fully, {
      example: { ...funded, fx: { ...funded.fx, orderType: 'LMT' } },
      prepare: (scripted) => {
        scripted.usdCad = { bid: asRate(rate(ask) - 200n), ask: rate(ask), aliveAt: Infinity };
      },
    });
    expect(broker.sent[0]?.ticket.limit).toBe(rate(limit));
  });

  it.each([
    ['no rate', { bid: undefined, ask: undefined, aliveAt: Infinity }, 'has no bid and ask'],
    ['a stale one', { bid: rate('1.35'), ask: rate('1.35'), aliveAt: 0 }, 'is stale'],
    [
      'one that nobody can pay',
      { bid: rate('19000'), ask: rate('19000'), aliveAt: Infinity },
      'pay for nothing',
    ],
  ])('%s: nothing is converted, and the buys get what is there', async (_, usdCad, why) => {
    const { sent, failures, conversion } = await run(fully, {
      prepare: (broker) => {
        broker.usdCad = usdCad;
      },
    });
    expect(sent).toEqual(['BUY 9 VTI']);
    expect(conversion?.order).toBeUndefined();
    expect(failures[0]).toContain(why);
  });
});

it('the kill switch is looked at before the sending', async () => {
  const { sent, report } = await run(fully, { killSwitch: () => 'kill-switch' });
  expect(sent).toEqual([]);
  expect(report.stopped?.code).toBe('safety.kill-switch');
});

it('a plan without a conversion has none', async () => {
  const { conversion, sent } = await run(fully, {
    example: { ...funded, fx: { enabled: false } },
  });
  expect([conversion, sent]).toEqual([undefined, ['BUY 9 VTI']]);
});
