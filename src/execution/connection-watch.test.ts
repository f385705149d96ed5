import { describe, expect, it } from 'vitest';
import { BrokerError } from '../ports.ts';
import { execute, fillAll, isSell, swap, wide } from './testing/run-example.ts';
import type { ScriptedBroker, SentOrder } from './testing/scripted-broker.ts';

function rest(order: SentOrder, broker: ScriptedBroker): void {
  broker.status(order, 'Submitted');
}

/** Lets the gateway be without its link to the broker for so long. */
function unlink(broker: ScriptedBroker, forMs: number): void {
  const linked = (): boolean => true;
  broker.linkedToBroker = () => false;
  broker.after(forMs, () => {
    broker.linkedToBroker = linked;
  });
}

describe('a gateway without its link to the broker', () => {
  it('is sent nothing; afterwards what happened meanwhile is asked for before anything else', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          if (order.orderId !== 1) {
            fillAll(order, broker);
            return;
          }
          rest(order, broker);
          unlink(broker, 180_000);
        },
        // What was filled while the link was gone is told by the answer alone.
        onRefresh: (broker) => {
          fillAll(broker.sent[0]!, broker);
        },
      },
      { example: wide },
    );
    const [first, second] = run.broker.sent;
    expect(second!.sentAt - first!.sentAt).toBeGreaterThanOrEqual(180_000);
    // No change, and no cancel at the time limit, went to a gateway that could do nothing with it.
    expect(run.broker.calls.slice(0, 4)).toEqual([
      'place 1',
      'open orders',
      'executions',
      'place 2',
    ]);
    expect(run.ended).toEqual(['filled 10', 'filled 20', 'filled 15', 'filled 44']);
    expect(run.report.stopped).toBeUndefined();
  });

  it('is asked again when the question gets no answer', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        if (!isSell(order)) {
          fillAll(order, broker);
          return;
        }
        rest(order, broker);
        unlink(broker, 10_000);
        broker.silent = true;
        broker.after(25_000, () => {
          broker.silent = false;
        });
      },
      onRefresh: (broker) => {
        fillAll(broker.sent[0]!, broker);
      },
    });
    expect(run.ended).toEqual(['filled 20', 'filled 19']);
    expect(run.broker.calls.filter((call) => call === 'open orders').length).toBeGreaterThan(1);
  });

  it('for more than five minutes ends the run, with its orders unknown', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        rest(order, broker);
        unlink(broker, 3_600_000);
      },
    });
    expect(run.ended).toEqual(['unknown 0']);
    expect(run.report.stopped?.code).toBe('broker.connection');
    expect(run.tookMs).toBeLessThan(310_000);
  });

  it('is tried all the same when the run is to stop', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          rest(order, broker);
          unlink(broker, 3_600_000);
        },
        onCancel: (order, broker) => {
          broker.status(order, 'Cancelled');
        },
      },
      {
        killSwitch: (broker) =>
          broker.sent.length > 0 && broker.clock.now() - broker.sent[0]!.sentAt > 5_000
            ? 'interrupted'
            : undefined,
      },
    );
    expect(run.ended).toEqual(['cancelled 0']);
    expect(run.report.stopped?.code).toBe('run.interrupted');
  });
});

describe('a gateway that says nothing of an open order', () => {
  it('has to prove that it is alive, and then the order is waited for', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          rest(order, broker);
          broker.after(100_000, () => {
            fillAll(order, broker);
          });
        },
      },
      { example: { ...wide, execution: { fillTimeoutSeconds: 300, repriceSeconds: 300 } } },
    );
    expect(run.broker.calls.filter((call) => call === 'time').length).toBeGreaterThanOrEqual(2);
    expect(run.report.stopped).toBeUndefined();
  });

  it('and gives no proof is taken for lost', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        rest(order, broker);
        broker.silent = true;
      },
    });
    expect(run.ended).toEqual(['unknown 0']);
    expect(run.report.stopped).toMatchObject({ code: 'broker.connection' });
    expect(run.tookMs).toBeLessThan(40_000);
  });

  it('and fails in another way is taken for lost too', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        rest(order, broker);
        broker.checkAlive = () => Promise.reject(new BrokerError('lost', 'the line broke'));
      },
    });
    expect(run.report.stopped).toMatchObject({ found: 'the line broke' });
  });
});

describe('the clock', () => {
  it.each([
    ['forward, as after a sleep', 3_600_000],
    ['back', -3_600_000],
  ])('that jumps %s stops the sending', async (_, jump) => {
    let offset = 0;
    const run = await execute(
      {
        onPlace: (order, broker) => {
          rest(order, broker);
          broker.after(3_000, () => {
            offset = jump;
          });
        },
        onCancel: (order, broker) => {
          broker.status(order, 'Cancelled');
        },
      },
      {
        prepare: (broker) => {
          const { now } = broker.clock;
          broker.clock.now = () => now() + offset;
        },
      },
    );
    expect(run.report.stopped?.code).toBe('safety.clock');
    expect(run.ended).toEqual(['cancelled 0']);
  });
});

describe('the time of a run', () => {
  it('that is over lets open orders end, and sends no more', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          rest(order, broker);
          broker.after(90_000, () => {
            fillAll(order, broker);
          });
        },
      },
      { example: { ...wide, safety: { maxRunMinutes: 1 } } },
    );
    // The first travels alone, is acknowledged at once, and the others go with it.
    expect(run.ended).toEqual(['filled 10', 'filled 20', 'filled 15']);
    expect(run.skipped).toEqual(['DDD: max_run_minutes were over']);
  });
});

describe('an order that the broker keeps for a later session', () => {
  it('is cancelled at once', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        broker.status(order, 'PreSubmitted');
        broker.tell({
          kind: 'message',
          orderId: order.orderId,
          code: 399,
          text: 'Order Message:\nSELL 20 VTI ARCA\nWarning: your order will not be placed at the exchange until 2026-11-23 09:30:00 US/Eastern',
        });
      },
      onCancel: (order, broker) => {
        broker.status(order, 'Cancelled');
      },
    });
    expect(run.ended).toEqual(['cancelled 0']);
    expect(run.tookMs).toBeLessThan(2_000);
  });

  it('is not followed by a market order, which would wait as well', async () => {
    const run = await execute(
      {
        onPlace: (order, broker) => {
          const text = 'Warning: your order will not be placed at the exchange until tomorrow';
          broker.tell({ kind: 'message', orderId: order.orderId, code: 399, text });
        },
        onCancel: (order, broker) => {
          broker.status(order, 'Cancelled');
        },
      },
      { example: { ...swap, execution: { onTimeout: 'market' } } },
    );
    expect(run.sent).toEqual(['SELL 20 VTI']);
  });

  it('is not what every other 399 says', async () => {
    const run = await execute({
      onPlace: (order, broker) => {
        broker.message(order, 399);
        fillAll(order, broker);
      },
    });
    expect(run.ended).toEqual(['filled 20', 'filled 19']);
  });
});
