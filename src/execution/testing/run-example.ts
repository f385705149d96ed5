import { approvePlan } from '../../core/approval/approved-plan.ts';
import { planBytes } from '../../core/approval/plan-bytes.ts';
import type { JournalEvent } from '../../core/journal/journal-event.ts';
import { nameOf } from '../../core/orders/ticket.ts';
import { filledOf, stateOf } from '../../core/orders/tracked-order.ts';
import { NOW, plannerInput, type Example } from '../../core/testing/example-account.ts';
import { planOf } from '../../core/testing/example-plan.ts';
import { assert } from '../../core/units/assert.ts';
import { asShares, formatShares, shares, valueOf } from '../../core/units/shares.ts';
import { asUsd, usd } from '../../core/units/usd.ts';
import type { KillSwitch } from '../../ports.ts';
import { executePlan } from '../execute-plan.ts';
import { ScriptedBroker, type Script, type SentOrder } from './scripted-broker.ts';

/** 20 of 60 VTI are sold at about 100, and as many BND bought with it. */
export const swap: Example = {
  etfs: [
    { symbol: 'BND', weight: '60', held: '40' },
    { symbol: 'VTI', weight: '40', held: '60' },
  ],
};
/** Three lines to sell, one to buy. */
export const wide: Example = {
  etfs: [
    { symbol: 'AAA', weight: '10', held: '30' },
    { symbol: 'BBB', weight: '10', held: '25' },
    { symbol: 'CCC', weight: '10', held: '20' },
    { symbol: 'DDD', weight: '70', held: '25' },
  ],
};

export interface Setup {
  readonly example?: Example;
  readonly killSwitch?: (broker: ScriptedBroker) => ReturnType<KillSwitch['pulled']>;
  readonly prepare?: (broker: ScriptedBroker) => void;
  readonly onChange?: () => void;
  /** Entries that the journal cannot write. */
  readonly refuse?: (event: JournalEvent) => boolean;
}

/** Executes the plan of an example and says what was sent, what became of it, and how often. */
export async function execute(script: Script, setup: Setup = {}) {
  const { example = swap } = setup;
  const { snapshot, settings } = plannerInput(example);
  const plan = planOf(example);
  const approved = approvePlan(
    plan,
    {
      shown: { bytes: planBytes(plan), digest: '' },
      gates: [],
      approvedAt: NOW,
      planned: snapshot,
      now: snapshot,
    },
    settings,
  );
  assert(approved.ok, 'the example is approved');
  const broker = new ScriptedBroker(snapshot.account, NOW, script);
  for (const contract of snapshot.listed.values()) {
    const quote = snapshot.quotes.get(contract.conId);
    // Alive as long as time stands: none of these tests is about age, except where it says so.
    if (quote !== undefined) broker.quotes.set(contract.symbol, { ...quote, aliveAt: Infinity });
  }
  setup.prepare?.(broker);
  const states: string[] = [];
  const journal: JournalEvent[] = [];
  const report = await executePlan(
    {
      approved: approved.value,
      account: snapshot.account,
      settings,
      facts: {
        runId: 'RUN',
        accountId: approved.value.accountId,
        clientId: 42,
        simulated: true,
        startedAt: NOW,
        orderIdsAbove: 0,
        nextOrderId: 1,
        held: [],
        recovers: undefined,
        approved: approved.value,
      },
      queryOf: ({ contract }) => ({ symbol: contract.symbol, override: undefined }),
    },
    {
      broker,
      clock: broker.clock,
      killSwitch: {
        pulled: () => setup.killSwitch?.(broker),
        guard: (work) => work(),
      },
      journal: {
        append: (event) => {
          if (setup.refuse?.(event) === true) throw new Error('no space left');
          journal.push(event);
        },
        close: () => undefined,
      },
      onChange: (order, state) => {
        setup.onChange?.();
        states.push(`${nameOf(order.ticket)} ${state}`);
      },
    },
  );
  return {
    broker,
    report,
    states,
    journal,
    sent: broker.sent.map(({ ticket }) => {
      const { side, quantity } = ticket;
      return `${side} ${formatShares(quantity)} ${nameOf(ticket)}`;
    }),
    ended: report.book.orders.map((order) => `${stateOf(order)} ${formatShares(filledOf(order))}`),
    skipped: report.skipped.map(
      ({ ceiling, reason }) => `${ceiling.contract.symbol}: ${reason ?? 'no turn'}`,
    ),
    tookMs: broker.clock.now() - NOW,
  };
}

/** Fills at once and moves the money in the account, as a good broker does. */
export function fillAll(order: SentOrder, broker: ScriptedBroker): void {
  broker.status(order, 'Submitted');
  settle(order, formatShares(order.ticket.quantity), broker);
  broker.status(order, 'Filled', formatShares(order.ticket.quantity));
}

/** One fill of so many shares, which the account shows at once. */
export function settle(order: SentOrder, quantity: string, broker: ScriptedBroker): void {
  const { ticket } = order;
  const { side, contract } = ticket;
  const { account } = broker;
  if (ticket.kind === 'conversion') {
    broker.fill(order, `e${order.orderId}.${quantity}.01`, quantity, '2.00');
    const brought = asUsd(account.cash + usd(quantity) - usd('2.00'));
    broker.account = { ...account, cash: brought };
    return;
  }
  broker.fill(order, `e${order.orderId}.${quantity}.01`, quantity, '1.00');
  const value = valueOf(shares(quantity), ticket.limit ?? ticket.countedAt);
  const cash = asUsd(account.cash + (side === 'SELL' ? value : 0n - value) - usd('1.00'));
  const change = side === 'SELL' ? 0n - shares(quantity) : shares(quantity);
  const positions = account.positions.map((position) =>
    position.conId === contract.conId
      ? { ...position, quantity: asShares(position.quantity + change) }
      : position,
  );
  broker.account = { ...account, cash, positions };
}

/** The side of the orders that come first. */
export const isSell = ({ ticket }: SentOrder): boolean => ticket.side === 'SELL';
