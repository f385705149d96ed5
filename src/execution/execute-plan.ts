import type { Ceiling } from '../core/approval/ceiling.ts';
import type { ExecutionReport, SkippedLine } from '../core/approval/execution-report.ts';
import type { RunFacts } from '../core/journal/journal-event.ts';
import { isConversion } from '../core/orders/tracked-order.ts';
import { valueOf } from '../core/units/shares.ts';
import { ZERO_USD } from '../core/units/usd.ts';
import type { Journal } from '../ports.ts';
import { convertCurrency } from './convert-currency.ts';
import { decideBuy, decideSell, type DecisionFacts } from './decide-order.ts';
import { affords, readFunds, roomFor } from './funds.ts';
import type { DeskPorts } from './desk-ports.ts';
import { OrderDesk } from './order-desk.ts';
import { RunNotes } from './run-notes.ts';
import { runStage } from './run-stage.ts';
import { LimitSteps } from './step-limits.ts';

export interface ExecutionInput extends DecisionFacts {
  /** What the run is, for its journal. */
  readonly facts: RunFacts;
  /** When the run began to send, in another account; undefined or left out when this is its first. */
  readonly sendingSince?: number | undefined;
}

/** What the execution of a plan reaches beyond its own code. */
export interface ExecutionPorts extends Omit<DeskPorts, 'notes'> {
  /** Closed at the end. */
  readonly journal: Pick<Journal, 'append' | 'close'>;
}

/**
 * Sends an approved plan: the conversion first, then all sells; buys only with the cash that both have
 * brought, by confirmed executions and never by a timer. Afterwards every order has a final state, or is named
 * as unknown.
 */
export async function executePlan(
  input: ExecutionInput,
  { journal, ...others }: ExecutionPorts,
): Promise<ExecutionReport> {
  const { approved, facts, settings } = input;
  const notes = new RunNotes(journal, approved.accountId);
  notes.note({ kind: 'started', facts });
  const ports: DeskPorts = { ...others, notes };
  const desk = new OrderDesk(ports, {
    runId: facts.runId,
    accountId: approved.accountId,
    maxOpenOrders: settings.execution.maxOpenOrders,
    maxRunMs: settings.safety.maxRunMinutes * 60_000,
    sendingSince: input.sendingSince,
  });
  const skipped: SkippedLine[] = [];
  const { fx } = approved;
  let unconverted: string | undefined;
  try {
    if (fx !== undefined) unconverted = await convertCurrency(fx, desk, input, ports);
    skipped.push(...(await runStages(desk, input, ports)));
  } catch (error) {
    await desk.endAfterBug(error);
  }
  notes.note({ kind: 'ended' });
  journal.close();
  const unreached = [...approved.sells, ...approved.buys].filter(
    (each) => !desk.hasSent(each) && !skipped.some(({ ceiling }) => ceiling === each),
  );
  return {
    approved,
    conversion: fx && {
      approved: fx,
      order: desk.book.orders.find(isConversion),
      reason: unconverted,
    },
    book: desk.book,
    skipped: [...skipped, ...unreached.map((ceiling) => ({ ceiling, reason: undefined }))],
    stopped: desk.stopped,
    unwritten: notes.unwritten,
  };
}

/** The sells, then the buys. Gives the lines of which nothing, or not all, was sent. */
async function runStages(
  desk: OrderDesk,
  input: ExecutionInput,
  ports: DeskPorts,
): Promise<readonly SkippedLine[]> {
  const { approved, settings } = input;
  const { execution } = settings;
  const stage = { execution, clock: ports.clock, steps: new LimitSteps(desk, input, ports) };
  const skipped = [
    ...(await runStage(
      desk,
      {
        ceilings: smallestFirst(approved.sells, input, ports),
        decide: (turn) => decideSell(turn, desk, { facts: input, ports }),
        affords: () => true,
      },
      stage,
    )),
  ];
  await desk.awaitCommissions();
  const wanted = approved.buys.length > 0 && desk.stopped === undefined;
  const funds = wanted ? await readFunds(desk, approved, ports) : undefined;
  if (funds !== undefined) {
    const begunAt = ports.clock.now();
    skipped.push(
      ...(await runStage(
        desk,
        {
          ceilings: approved.buys,
          decide: (turn) =>
            decideBuy(turn, desk, {
              facts: input,
              ports,
              begunAt,
              room: () => roomFor(turn.ceiling.contract, desk.book, funds, approved),
            }),
          affords: (order, limit) => affords(order, limit, { book: desk.book, funds, approved }),
        },
        stage,
      )),
    );
    await desk.awaitCommissions();
  }
  // What came in the meantime may have brought an order back to life.
  await desk.settle();
  return skipped;
}

/**
 * The smallest sell travels alone: what goes wrong with a first order is then as small as it can be.
 * The others keep their order.
 */
function smallestFirst(
  sells: readonly Ceiling[],
  { queryOf }: ExecutionInput,
  { broker }: DeskPorts,
): readonly Ceiling[] {
  const value = (sell: Ceiling): bigint => {
    const quote = broker.quoteOf(queryOf(sell));
    const price = sell.worstPrice ?? quote?.bid ?? quote?.last;
    return price === undefined ? ZERO_USD : valueOf(sell.quantity, price);
  };
  const [first, ...rest] = sells;
  if (first === undefined) return [];
  const smallest = rest.reduce((least, sell) => (value(sell) < value(least) ? sell : least), first);
  return [smallest, ...sells.filter((sell) => sell !== smallest)];
}
