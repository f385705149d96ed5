import { describe, expect, it } from 'vitest';
import { NOW, type Example } from '../core/testing/example-account.ts';
import { stateOf } from '../core/orders/tracked-order.ts';
import { asPrice, price } from '../core/units/price.ts';
import { bps } from '../core/units/ratio.ts';
import { formatShares, shares } from '../core/units/shares.ts';
import { asUsd, usd } from '../core/units/usd.ts';
import { BrokerError } from '../ports.ts';
import { execute, fillAll, isSell, swap, wide, type Setup } from './testing/run-example.ts';
import type { ScriptedBroker } from './testing/scripted-broker.ts';

describe('an approved plan', () => {
  it('sells, then buys what the sells have brought', async () => {
    const run = await execute({ onPlace: fillAll });
    expect(run.sent).toEqual(['SELL 20 VTI', 'BUY 19 BND']);
    expect(run.ended).toEqual(['filled 20', 'filled 19']);
    expect(run.report.stopped).toBeUndefined();
    expect(run.states.slice(0, 2)).toEqual(['VTI sent', 'VTI filled']);
  });

  it('lets the first order travel alone until the broker has heard of it', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          broker.after(3_000, () => {
            fillAll(order, broker);
          });
        },
      },
      { example: wide },
    );
    const [first, second, third] = run.broker.sent;
    expect(second!.sentAt - first!.sentAt).toBeGreaterThanOrEqual(3_000);
    expect(third!.sentAt).toBe(second!.sentAt);
  });
});

it('a what-if that turns out to be an order stops the sending', async () => {
  const before = await execute(
    { onPlace: fillAll },
    {
      prepare: (broker) => {
        broker.alarm = 'status Submitted of 1';
      },
    },
  );
  expect(before.sent).toEqual([]);
  expect(before.report.stopped?.code).toBe('orders.whatif-alive');
  const between = await execute({
    onPlace: (order, broker) => {
      fillAll(order, broker);
      broker.alarm = 'status Submitted of 1';
    },
  });
  expect(between.sent).toEqual(['SELL 20 VTI']);
  expect(between.report.stopped?.found).toContain('status Submitted of 1');
});

it('a gateway that is asked too much again and again stops the sending, and is heard to the end', async () => {
  const run = await execute({
    onPlace: (order, broker) => {
      fillAll(order, broker);
      broker.pacing = 'the gateway said 2 times that it is asked too much (100)';
    },
  });
  expect(run.sent).toEqual(['SELL 20 VTI']);
  expect(run.report.stopped).toMatchObject({ code: 'broker.pacing' });
  expect(run.report.book.orders.map(stateOf)).toEqual(['filled']);
});

describe('the kill switch', () => {
  it('is looked at again right before the sending, however long the decision took', async () => {
    let pulled = false;
    const run = await execute(
      { onPlace: fillAll },
      {
        prepare: (broker) => {
          for (const [symbol, quote] of broker.quotes) {
            broker.quotes.set(symbol, { ...quote, aliveAt: 0 });
          }
          // Asking for the time makes the quotes fresh, and meanwhile somebody pulls the switch.
          broker.checkAlive = () => {
            for (const [symbol, quote] of broker.quotes) {
              broker.quotes.set(symbol, { ...quote, aliveAt: Infinity });
            }
            pulled = true;
            return Promise.resolve();
          };
        },
        killSwitch: () => (pulled ? 'kill-switch' : undefined),
      },
    );
    expect(run.sent).toEqual([]);
    expect(run.skipped).toEqual(['VTI: no turn', 'BND: no turn']);
  });
});

describe('the account', () => {
  it('that shrank since the answer is sold from no more than it still holds', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          fillAll(order, broker);
          if (order.orderId !== 1) return;
          // Somebody sells 17 of the 25 BBB by hand while our first order is under way.
          const positions = broker.account.positions.map((position) =>
            position.symbol === 'BBB' ? { ...position, quantity: shares('8') } : position,
          );
          broker.account = { ...broker.account, positions };
        },
      },
      { example: wide },
    );
    expect(run.sent.slice(0, 3)).toEqual(['SELL 10 CCC', 'SELL 20 AAA', 'SELL 8 BBB']);
  });

  it('whose figure is lower than our own count lowers what may be spent', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        fillAll(order, broker);
        if (isSell(order)) {
          broker.account = { ...broker.account, cash: asUsd(broker.account.cash - usd('500')) };
        }
      },
    });
    expect(run.sent).toEqual(['SELL 20 VTI', 'BUY 14 BND']);
    expect(run.tookMs).toBeGreaterThanOrEqual(5_000);
  });

  it('that cannot be read before the buys sends none', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        fillAll(order, broker);
        broker.readAccount = () => Promise.reject(new BrokerError('no-answer', 'no account'));
      },
    });
    expect(run.sent).toEqual(['SELL 20 VTI']);
    expect(run.report.stopped?.code).toBe('broker.connection');
    expect(run.skipped).toEqual(['BND: no turn']);
  });

  it('with less to spend than cash is limited by that', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        fillAll(order, broker);
        broker.account = { ...broker.account, availableFunds: usd('1000') };
      },
    });
    expect(run.sent[1]).toBe('BUY 9 BND');
  });
});

describe('commissions', () => {
  it('that never come are counted as the most they can be, after a short wait', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        broker.fill(order, `e${order.orderId}.1.01`, formatShares(order.ticket.quantity));
        broker.account = { ...broker.account, cash: usd('100000') };
      },
    });
    expect(run.ended).toEqual(['filled 20', 'filled 19']);
    expect(run.tookMs).toBeLessThan(15_000);
  });
});

describe('concurrent buys', () => {
  it('count as spent while they are open, so that together they never spend more than there is', async () => {
    const buys: Example = {
      cash: '3000',
      etfs: ['AAA', 'BBB', 'CCC'].map((symbol) => ({ symbol, weight: '30', held: '0' })),
    };
    const run = await execute(
      {
        onPlace: (order, broker) => {
          broker.status(order, 'Submitted');
          broker.after(10_000, () => {
            fillAll(order, broker);
          });
        },
      },
      {
        example: buys,
        // What can be spent has shrunk to about 12 shares of about 100.
        prepare: (broker) => {
          broker.account = { ...broker.account, cash: usd('1520') };
        },
      },
    );
    const spent = run.broker.sent.reduce(
      (sum, { ticket }) =>
        sum + (ticket.kind === 'shares' ? ticket.quantity * ticket.countedAt : 0n),
      0n,
    );
    expect(run.sent.length).toBeGreaterThan(1);
    // 300 is the cash target of this plan.
    expect(spent <= usd('1220')).toBe(true);
  });
});

describe('the market at the moment of sending', () => {
  const quoted = (change: Parameters<typeof changeQuotes>[1]): Setup => ({
    prepare: (broker) => {
      changeQuotes(broker, change);
    },
  });

  function changeQuotes(
    broker: ScriptedBroker,
    change: Partial<NonNullable<ReturnType<ScriptedBroker['quoteOf']>>>,
  ): void {
    for (const [symbol, quote] of broker.quotes) broker.quotes.set(symbol, { ...quote, ...change });
  }

  it.each([
    ['has one side', { bid: undefined }, 'no market'],
    ['is crossed', { bid: price('101'), ask: price('100') }, 'no market'],
    ['is old, and stays old', { aliveAt: NOW - 10_001 }, 'the quote is stale'],
  ])('%s: the line is skipped', async (_, change, reason) => {
    const run = await execute({ onPlace: fillAll }, quoted(change));
    expect(run.sent).toEqual([]);
    expect(run.skipped).toEqual([`VTI: ${reason}`, `BND: ${reason}`]);
  });

  it('has no quote at all: the line is skipped', async () => {
    const run = await execute(
      { onPlace: fillAll },
      {
        prepare: (broker) => {
          broker.quotes.clear();
        },
      },
    );
    expect(run.skipped).toEqual(['VTI: the quote is stale', 'BND: the quote is stale']);
  });

  it('moved away: the limit stays at the worst price that was approved', async () => {
    const run = await execute(
      { onPlace: fillAll },
      quoted({ bid: price('90'), ask: price('90.02') }),
    );
    // 50 bps below the middle of 100 for the sell; the buy takes the better market.
    expect(run.broker.sent.map(({ ticket }) => ticket.limit)).toEqual([
      price('99.50'),
      price('90.02'),
    ]);
  });

  it('allows a market order only: none is sent where a limit was approved', async () => {
    const example: Example = { ...swap, limits: { escalateAction: 'market' } };
    const run = await execute({ onPlace: fillAll }, { ...quoted({ bid: undefined }), example });
    expect(run.skipped[0]).toBe('VTI: only a market order would go, and none was approved');
  });

  describe('of an approved market order', () => {
    const example: Example = { ...swap, limits: { style: 'off' } };

    it('counts a buy with the ask', async () => {
      const run = await execute({ onPlace: fillAll }, { example });
      expect(run.broker.sent.map(({ ticket }) => ticket.limit)).toEqual([undefined, undefined]);
      expect(run.broker.sent[1]?.ticket).toMatchObject({ countedAt: price('100.01') });
    });

    it('is halted: nothing is sent', async () => {
      const run = await execute({ onPlace: fillAll }, { ...quoted({ halted: true }), example });
      expect(run.skipped).toEqual(['VTI: halted', 'BND: halted']);
    });

    it('has neither ask nor last: it cannot be counted', async () => {
      const run = await execute(
        { onPlace: fillAll },
        { ...quoted({ ask: undefined, last: undefined }), example },
      );
      expect(run.skipped[0]).toBe('VTI: no price to count a market order with');
    });
  });

  it('became a normal one after a market order was approved: the limit stays inside the collar', async () => {
    const example: Example = {
      ...swap,
      limits: { escalateAction: 'market', maxOffset: bps('50') },
      safety: { collar: bps('5') },
    };
    const wideMarket = { bid: price('95'), ask: price('105') };
    const run = await execute(
      { onPlace: fillAll },
      {
        example: { ...example, etfs: swap.etfs.map((etf) => ({ ...etf, quote: wideMarket })) },
        prepare: (broker) => {
          // Now the middle is 100.20, and without the collar a buy would start at 100.30.
          changeQuotes(broker, { bid: price('100'), ask: price('100.40') });
        },
      },
    );
    expect(run.broker.sent.length).toBe(2);
    const twiceMiddle = price('200.40');
    for (const { ticket } of run.broker.sent) {
      const twiceOff = asPrice(2n * ticket.limit! - twiceMiddle);
      expect((twiceOff < 0n ? 0n - twiceOff : twiceOff) * 2_000n <= twiceMiddle).toBe(true);
    }
  });
});
