import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boundBy, checkInside } from '../approval/keep-inside.ts';
import { filledOf, isDone, stateOf } from '../orders/tracked-order.ts';
import { planOf } from '../testing/example-plan.ts';
import { plannerInput, type Example } from '../testing/example-account.ts';
import { exampleTicket, execution, status } from '../testing/example-order.ts';
import { exampleApproval, exampleCeiling, exampleFacts } from '../testing/example-run.ts';
import { asPrice } from '../units/price.ts';
import { asShares, type Shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import type { JournalEvent } from './journal-event.ts';
import { planRest } from './plan-rest.ts';
import { remainderOf } from './remainder.ts';
import { recordOf, type RunRecord } from './run-record.ts';

const amount = fc.bigInt({ min: 0n, max: 60n }).map((whole) => asShares(whole * 10_000n));
/** What happens to one order of a line: how much is sent, filled, and how it ends. */
const fate = fc.record({
  sent: fc.bigInt({ min: 1n, max: 50n }).map((whole) => asShares(whole * 10_000n)),
  fills: fc.array(fc.bigInt({ min: 1n, max: 20n }), { maxLength: 4 }),
  end: fc.constantFrom('none', 'Cancelled', 'abandoned', 'concluded', 'settled', 'not-sent'),
  more: amount,
});

function journalOf(
  lines: readonly {
    readonly fates: readonly (typeof fate extends fc.Arbitrary<infer F> ? F : never)[];
  }[],
): RunRecord {
  const events: JournalEvent[] = [{ kind: 'started', facts: exampleFacts() }];
  let orderId = 100;
  for (const [at, { fates }] of lines.entries()) {
    for (const { sent, fills, end, more } of fates) {
      orderId += 1;
      const orderRef = `rb.RUN1.DU1234567.${at + 1}.${orderId}`;
      const ticket = exampleTicket({ orderRef, quantity: sent });
      events.push({ kind: 'intent', orderId, line: at + 1, ticket });
      for (const [nth, fill] of fills.entries()) {
        const event = execution(`${orderId}.${nth}.01`, String(fill), { orderRef, orderId });
        events.push({ kind: 'told', event });
      }
      if (end === 'Cancelled')
        events.push({ kind: 'told', event: status('Cancelled', '0', orderId) });
      else if (end === 'concluded') events.push({ kind: end, orderId, refused: false });
      else if (end === 'settled') events.push({ kind: end, orderId, filled: more });
      else if (end !== 'none') events.push({ kind: end, orderId });
    }
  }
  return recordOf(events);
}

it('filled + open + unknown + new is at most what was approved, for each line', () => {
  const line = fc.record({ approved: amount, fates: fc.array(fate, { maxLength: 3 }) });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
      const record = journalOf(lines);
      const ceilings = lines.map(({ approved }, at) =>
        exampleCeiling({ line: at + 1, quantity: approved }),
      );
      const left = remainderOf(exampleApproval({ buys: ceilings }), record);
      for (const ceiling of ceilings) {
        const now = left.buys.find((each) => each.line === ceiling.line);
        const orders = record.book.orders.filter(
          ({ orderId }) => record.lines.get(orderId) === ceiling.line,
        );
        let taken = 0n;
        for (const order of orders) {
          const certain = isDone(order) && stateOf(order) !== 'unknown';
          const most =
            order.ticket.quantity > filledOf(order) ? order.ticket.quantity : filledOf(order);
          taken += certain ? filledOf(order) : most;
        }
        if (now === undefined) expect(taken >= ceiling.quantity).toBe(true);
        else {
          expect(now.quantity > 0n).toBe(true);
          expect(now.quantity + taken).toBe(ceiling.quantity);
          expect({ ...now, quantity: 0n }).toEqual({ ...ceiling, quantity: 0n });
        }
      }
    }),
  );
});

it('nothing of an approval grows, and its floor and prices stay', () => {
  const approval = exampleApproval({ sells: [exampleCeiling({ line: 2, side: 'SELL' })] });
  expect(remainderOf(approval, recordOf([]))).toEqual({ ...approval, fx: undefined });
});

const account: Example = {
  etfs: [
    { symbol: 'AAA', weight: '30', held: '50' },
    { symbol: 'BBB', weight: '30', held: '30' },
    { symbol: 'CCC', weight: '40', held: '20' },
  ],
};

it('a plan of the rest is inside the approval, and so is what is approved of it', () => {
  const plan = planOf(account);
  const { settings } = plannerInput(account);
  const price = fc.bigInt({ min: 900_000n, max: 1_100_000n }).map(asPrice);
  const worst = fc.option(price, { nil: undefined });
  const any = fc.record({
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    quantity: amount,
    worst,
  });
  fc.assert(
    fc.property(fc.array(any, { minLength: 3, maxLength: 3 }), (each) => {
      const ceilings = each.map(({ side, quantity, worst: worstPrice }, at) => {
        const { contract } = plan.lines[at]?.holding ?? exampleCeiling();
        return exampleCeiling({ line: at + 1, contract, side, quantity, worstPrice });
      });
      const wanted = ceilings.filter(({ quantity }) => quantity > 0n);
      const left = exampleApproval({
        sells: wanted.filter(({ side }) => side === 'SELL'),
        buys: wanted.filter(({ side }) => side === 'BUY'),
        cashFloor: usd('77'),
      });
      const rest = planRest(plan, left, settings.rebalance);
      expect(checkInside(rest, left)).toEqual([]);
      expect(rest.cash.floor).toBe(usd('77'));
      const held = new Map<string, Shares>(
        plan.lines.map(({ holding }) => [holding.contract.symbol, holding.held]),
      );
      for (const { holding, trade } of [...rest.sells, ...rest.buys]) {
        const ceiling = wanted.find(({ contract }) => contract.conId === holding.contract.conId);
        expect(trade.quantity <= (ceiling?.quantity ?? 0n)).toBe(true);
        if (trade.side === 'SELL')
          expect(trade.quantity <= (held.get(holding.contract.symbol) ?? 0n)).toBe(true);
        const limit = trade.order.kind === 'limit' ? trade.order.limit : undefined;
        if (ceiling?.worstPrice === undefined || limit === undefined) continue;
        expect(
          trade.side === 'BUY' ? limit <= ceiling.worstPrice : limit >= ceiling.worstPrice,
        ).toBe(true);
      }
      const now = exampleApproval({ ...left, cashFloor: usd('1') });
      const looser = [...now.sells, ...now.buys].map((ceiling) => ({
        ...ceiling,
        worstPrice: asPrice(
          (ceiling.worstPrice ?? 1_000_000n) + (ceiling.side === 'BUY' ? 5_000n : -5_000n),
        ),
      }));
      const bound = boundBy(left, {
        ...now,
        sells: looser.filter(({ side }) => side === 'SELL'),
        buys: looser.filter(({ side }) => side === 'BUY'),
      });
      expect(bound.cashFloor).toBe(left.cashFloor);
      for (const ceiling of [...bound.sells, ...bound.buys]) {
        const before = wanted.find(({ contract }) => contract.conId === ceiling.contract.conId);
        if (before?.worstPrice !== undefined) expect(ceiling.worstPrice).toBe(before.worstPrice);
      }
    }),
    { numRuns: 60 },
  );
});

it('a plan that asks for more, for the other side, or for what is not left is not inside', () => {
  const plan = planOf(account);
  const left = exampleApproval({ sells: [], buys: [] });
  expect(checkInside(plan, left)).toHaveLength(plan.sells.length + plan.buys.length);
  expect(checkInside(plan, { ...left, accountId: 'DU2' })).toContain(
    'the account that was approved',
  );
});

it('limits of money and leverage only become stricter', () => {
  const left = exampleApproval({ maintenanceFloor: usd('5') });
  const now = exampleApproval({ maintenanceFloor: usd('9'), cashFloor: usd('1') });
  expect(boundBy(left, now)).toMatchObject({
    maintenanceFloor: usd('9'),
    cashFloor: left.cashFloor,
  });
  expect(boundBy(now, left).maintenanceFloor).toBe(usd('9'));
  expect(boundBy(exampleApproval(), now).maintenanceFloor).toBe(usd('9'));
  expect(boundBy(left, exampleApproval()).maintenanceFloor).toBe(usd('5'));
});
