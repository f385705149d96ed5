import { describe, expect, it } from 'vitest';
import { execute, fillAll, isSell, settle, wide } from './testing/run-example.ts';
import type { Script } from './testing/scripted-broker.ts';

describe('an order whose messages come in a bad order', () => {
  it('lives on after a status was ahead of its execution for a moment', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        if (!isSell(order)) {
          fillAll(order, broker);
          return;
        }
        // The status of the first part is there a moment before its execution; the rest comes
        // half a minute later, well inside the time limit.
        broker.status(order, 'Submitted', '5');
        broker.after(500, () => {
          settle(order, '5', broker);
        });
        broker.after(30_000, () => {
          settle(order, '15', broker);
          broker.status(order, 'Filled', '20');
        });
      },
    });
    expect(run.ended[0]).toBe('filled 20');
    expect(run.report.stopped).toBeUndefined();
    expect(run.broker.calls).not.toContain('cancel 1');
  });

  it('is filled by the executions that are asked for when a Filled comes without them', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        if (isSell(order)) broker.status(order, 'Filled', '20');
        else fillAll(order, broker);
      },
      onRefresh: (broker) => {
        const [sell] = broker.sent;
        settle(sell!, '20', broker);
        // The same execution again, as an answer to a second question would repeat it.
        broker.fill(sell!, 'e1.20.01', '20', '1.00');
      },
    });
    expect(run.ended).toEqual(['filled 20', 'filled 19']);
  });

  it('is unknown when its executions never come, and the buys are not sent', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        broker.status(order, 'Filled', '20');
      },
    });
    expect(run.sent).toEqual(['SELL 20 VTI']);
    expect(run.ended).toEqual(['unknown 0']);
    expect(run.report.stopped?.code).toBe('orders.unknown');
    expect(run.skipped).toEqual(['BND: no turn']);
    expect(run.tookMs).toBeLessThan(60_000);
  });

  it('is cancelled before it is given up: what is open of it must not stay at the broker', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        // 5 shares are filled, by the status; their execution never comes. 15 are open.
        broker.status(order, 'Submitted', '5');
      },
    });
    expect(run.broker.calls).toContain('cancel 1');
    expect(run.ended).toEqual(['unknown 0']);
    expect(run.tookMs).toBeLessThan(120_000);
  });

  it('that is cancelled with a part filled ends when the executions add up', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        if (!isSell(order)) {
          fillAll(order, broker);
          return;
        }
        broker.status(order, 'Submitted');
        broker.after(1_000, () => {
          broker.message(order, 202);
          broker.status(order, 'Cancelled', '8');
        });
        broker.after(2_000, () => {
          settle(order, '8', broker);
        });
      },
    });
    expect(run.ended[0]).toBe('cancelled 8');
    // Only what the sell has brought is spent.
    expect(run.sent[1]).toBe('BUY 7 BND');
  });

  it('is filled after all when the fill overtook the cancel', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        if (isSell(order)) broker.status(order, 'Submitted');
        else fillAll(order, broker);
      },
      onCancel: (order, broker) => {
        settle(order, '20', broker);
        broker.message(order, 161);
        broker.message(order, 10148);
        broker.status(order, 'Filled', '20');
      },
    });
    expect(run.ended[0]).toBe('filled 20');
    expect(run.report.stopped).toBeUndefined();
  });

  it('is not dead because of a Cancelled that a fill overtook', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        if (!isSell(order)) {
          fillAll(order, broker);
          return;
        }
        broker.status(order, 'Cancelled');
        broker.status(order, 'Filled', '20');
        broker.after(300, () => {
          settle(order, '20', broker);
        });
      },
    });
    expect(run.ended[0]).toBe('filled 20');
  });
});

describe('an order that nobody answers', () => {
  it('is cancelled after its time, asked about, and then called unknown', async () => {
    const run = await execute({});
    expect(run.ended).toEqual(['unknown 0']);
    expect(run.broker.calls.filter((call) => /place|cancel/.test(call))).toEqual([
      'place 1',
      'cancel 1',
    ]);
    expect(run.broker.calls).toContain('executions');
    expect(run.tookMs).toBeGreaterThan(120_000);
    expect(run.tookMs).toBeLessThan(180_000);
  });

  it('does not keep the others from being cancelled at once', async () => {
    let pulledAt = Infinity;
    const run = await execute(
      {
        onPlace: (order, broker) => {
          broker.status(order, 'Submitted');
          if (order.orderId !== 3) return;
          // The first is refused, it seems; the question about it is not answered.
          broker.silent = true;
          broker.message(broker.sent[0]!, 201);
          broker.after(2_000, () => {
            pulledAt = broker.clock.now();
          });
        },
        onCancel: (order, broker) => {
          expect(broker.clock.now() - pulledAt).toBeLessThanOrEqual(1_000);
          broker.status(order, 'Cancelled');
        },
      },
      {
        example: wide,
        killSwitch: (broker) => (broker.clock.now() >= pulledAt ? 'kill-switch' : undefined),
      },
    );
    expect(run.ended).toEqual(['rejected 0', 'cancelled 0', 'cancelled 0']);
    expect(run.report.stopped?.code).toBe('safety.kill-switch');
  });
});

describe('a refusal', () => {
  const refuseSell =
    (code: number): NonNullable<Script['onPlace']> =>
    (order, broker) => {
      if (isSell(order)) broker.message(order, code);
      else fillAll(order, broker);
    };

  it('that no status confirms is believed when the order is in no list', async () => {
    const run = await execute({ onPlace: refuseSell(201) });
    expect(run.ended).toEqual(['rejected 0']);
    expect(run.skipped).toEqual(['BND: the cash that is left does not buy one share']);
    expect(run.tookMs).toBeLessThan(10_000);
  });

  it('is not believed while the order is in the list of open orders', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        if (!isSell(order)) {
          fillAll(order, broker);
          return;
        }
        broker.message(order, 110);
        broker.after(20_000, () => {
          fillAll(order, broker);
        });
      },
      openOrders: (broker) => broker.sent.filter(isSell).map((order) => broker.asOpenOrder(order)),
    });
    expect(run.ended).toEqual(['filled 20', 'filled 19']);
  });

  it('is not believed when a status says that it was filled', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        broker.message(order, 201);
        broker.status(order, 'Filled', '20');
      },
    });
    expect(run.ended).toEqual(['unknown 0']);
    expect(run.sent).toEqual(['SELL 20 VTI']);
  });

  it('does not stop the others', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          if (order.orderId !== 1) fillAll(order, broker);
          else {
            broker.status(order, 'Inactive');
            broker.message(order, 201);
          }
        },
      },
      { example: wide },
    );
    expect(run.ended.slice(0, 3)).toEqual(['rejected 0', 'filled 20', 'filled 15']);
  });
});

describe('a cancel that only its message confirms', () => {
  it('ends the order when it is in no list and its executions are known', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        if (!isSell(order)) {
          fillAll(order, broker);
          return;
        }
        broker.status(order, 'Submitted');
        settle(order, '8', broker);
        broker.after(1_000, () => {
          broker.message(order, 202);
        });
      },
    });
    expect(run.ended[0]).toBe('cancelled 8');
    expect(run.report.stopped).toBeUndefined();
    expect(run.tookMs).toBeLessThan(10_000);
  });

  it('still counts an execution that comes after all', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          broker.status(order, 'Submitted');
          if (order.orderId !== 1) return;
          broker.message(order, 202);
          broker.after(5_000, () => {
            settle(order, '3', broker);
          });
        },
        onCancel: (order, broker) => {
          broker.status(order, 'Cancelled', order.orderId === 1 ? '3' : '0');
        },
      },
      { example: wide },
    );
    expect(run.ended[0]).toBe('cancelled 3');
  });
});

describe('the line breaks', () => {
  it('while orders are open: they are unknown and nothing more is sent', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          broker.status(order, 'Submitted');
          if (order.orderId === 3) broker.lose();
        },
      },
      { example: wide },
    );
    expect(run.ended).toEqual(['unknown 0', 'unknown 0', 'unknown 0']);
    expect(run.report.stopped?.code).toBe('broker.connection');
    expect(run.skipped).toEqual(['DDD: no turn']);
  });

  it('before an order could be sent: it was not sent, and is not in the book', async () => {
    const run = await execute(
      {},
      {
        prepare: (broker) => {
          broker.lose();
          // The sending is the first to notice.
          broker.linkedToBroker = () => true;
        },
      },
    );
    expect(run.ended).toEqual([]);
    expect(run.skipped).toEqual(['VTI: the connection was gone', 'BND: no turn']);
  });
});

describe('a bug', () => {
  it('in the middle stops the sending, cancels what is open, and still ends in a report', async () => {
    let orders = 0;
    const run = await execute(
      {
        onPlace: (order, broker) => {
          broker.status(order, 'Submitted');
        },
        onCancel: (order, broker) => {
          broker.status(order, 'Cancelled');
        },
      },
      {
        example: wide,
        onChange: () => {
          orders += 1;
          if (orders === 3) throw new TypeError('a bug');
        },
      },
    );
    expect(run.report.stopped?.code).toBe('internal.bug');
    expect(run.report.stopped?.found).toContain('a bug');
    expect(run.ended.every((end) => end === 'cancelled 0')).toBe(true);
    expect(run.broker.calls).toContain('cancel 1');
  });

  it('in every step leaves the orders unknown rather than waiting for ever', async () => {
    let broken = false;
    const run = await execute(
      {
        onPlace: (order, broker) => {
          broker.status(order, 'Submitted');
          broken = true;
        },
      },
      {
        onChange: () => {
          if (broken) throw new TypeError('a bug');
        },
      },
    );
    expect(run.ended).toEqual(['unknown 0']);
    expect(run.broker.calls).toContain('cancel 1');
    expect(run.report.stopped?.code).toBe('internal.bug');
  });
});

describe('a question about a doubt', () => {
  it('that ends in a bug ends the run, in a report', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          broker.message(order, 201);
        },
        onCancel: (order, broker) => {
          broker.status(order, 'Cancelled');
        },
        openOrders: () => {
          throw new TypeError('a bug');
        },
      },
      { example: wide },
    );
    expect(run.report.stopped?.code).toBe('internal.bug');
    expect(run.ended).toEqual(['rejected 0']);
  });

  it('is one for all orders that are in doubt together', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          if (order.orderId === 1) fillAll(order, broker);
          else broker.message(order, 201);
        },
      },
      { example: wide },
    );
    expect(run.ended.slice(0, 3)).toEqual(['filled 10', 'rejected 0', 'rejected 0']);
    expect(run.broker.calls.filter((call) => call === 'open orders').length).toBeLessThanOrEqual(3);
  });
});

describe('more filled than was sent', () => {
  it('stops the run: what the broker says makes no sense', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        settle(order, '20', broker);
        broker.fill(order, 'e9.9.01', '5', '1.00');
      },
    });
    expect(run.sent).toEqual(['SELL 20 VTI']);
    expect(run.report.stopped?.code).toBe('orders.excess');
  });
});
