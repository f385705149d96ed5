import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';
import { TwsBroker } from '../../src/broker/tws-broker.ts';
import type { JournalEvent } from '../../src/core/journal/journal-event.ts';
import type { OrderEvent } from '../../src/core/orders/order-event.ts';
import { price as marketPrice } from '../../simulator/engine/price.ts';
import { exitCodeOf } from '../../src/core/units/problem.ts';
import { failure, success } from '../../src/core/units/result.ts';
import type { AccountLocks, Answer, Journals } from '../../src/ports.ts';
import { rebalance } from '../../src/rebalance.ts';
import { recover } from '../../src/recover.ts';
import { digestOf } from '../../src/storage/digest.ts';
import { memoryJournals, runOnSimulator } from './simulated-run.ts';

/** 300 VTI at 250 and 240 BND at 100 against half and half: 102 VTI are sold, BND is bought. */
const gateway = `
accounts:
  - id: DU1
    cash: { USD: '900.00' }
    positions:
      - { symbol: VTI, shares: 300 }
      - { symbol: BND, shares: 240 }
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
fills: { delay_ms: 1 }
`;
/** A second account that is the same. */
const secondAccount = gateway
  .slice(gateway.indexOf('  - id'), gateway.indexOf('quotes:'))
  .replace('DU1', 'DU2');
const portfolios = 'ETF,MAIN\nVTI,50%\nBND,50%\n';
const settings =
  '[ibkr]\nread_only = false\n[accounts]\nids = DU1\n[models]\nmain = 1.0\n[safety]\nrequire_whatif = false\n';

/** The clock runs so much faster than the simulator's: ten seconds between two looks are a moment. */
const TIMES = 40;
class ImpatientBroker extends TwsBroker {
  override nextOrderEvents(waitMs: number): Promise<readonly OrderEvent[]> {
    return super.nextOrderEvents(waitMs / TIMES);
  }
}

let simulator: Simulator;
let journals: Journals;
let runs: number;
beforeEach(() => {
  journals = memoryJournals();
  runs = 0;
});
afterEach(() => simulator.close());

async function start(scenario = gateway): Promise<void> {
  const indented = scenario.replaceAll('\n', '\n  ');
  simulator = await startSimulator({ scenario: parseScenario(`gateway:${indented}`) });
}

interface How {
  readonly trade?: boolean;
  readonly answer?: Answer;
  /** ms that have passed since the other runs. */
  readonly later?: number;
  readonly locks?: AccountLocks;
  /** The settings file, where it is another one. */
  readonly written?: string;
  /** Called again and again while orders are at the broker. */
  readonly during?: () => void;
}

/** One command against the simulator, as the command line gives it. */
async function command(run: typeof recover, how: How = {}) {
  const { trade = true, answer = 'yes', later = 0 } = how;
  const from = Date.now();
  const clock = { now: () => from + later + (Date.now() - from) * TIMES };
  const lines: string[] = [];
  const questions: string[] = [];
  runs += 1;
  const outcome = await run(
    {
      settingsPath: 'settings.ini',
      portfoliosPath: undefined,
      permission: { trade, dryRun: false, readOnly: false, yes: false },
      runId: `RUN${runs}`,
    },
    {
      clock,
      timeZone: 'Europe/London',
      digestOf,
      journals,
      locks: how.locks ?? { take: () => success({ release: () => undefined }) },
      snapshots: { keep: () => undefined, newest: () => failure([]) },
      measures: { keep: () => undefined, all: () => [] },
      files: {
        read: (path) =>
          Buffer.from(path === 'settings.ini' ? (how.written ?? settings) : portfolios),
        environment: {},
      },
      approver: {
        ask: (question) => {
          questions.push(question);
          return Promise.resolve(answer);
        },
      },
      screen: { columns: 100, show: (text) => lines.push(stripVTControlCharacters(text)) },
      reachOut: ({ settings: { ibkr } }) => ({
        broker: new ImpatientBroker({
          host: '127.0.0.1',
          port: simulator.port,
          clientId: ibkr.clientId,
          clock,
          fallbackToSnapshot: false,
        }),
        killSwitch: {
          pulled: () => {
            how.during?.();
            return undefined;
          },
          guard: (work) => work(),
        },
        reports: { write: ({ kind }) => `${kind}.csv` },
        log: { write: () => undefined },
      }),
    },
  );
  return {
    kind: outcome.kind,
    code: exitCodeOf(outcome.problems),
    codes: outcome.problems.map(({ code }) => code),
    screen: lines.join('\n'),
    questions,
  };
}

/** A run whose journal ends after so many entries, as if it had been killed there. */
function cutJournal(entries: number, accountId = 'DU1'): void {
  const [kept] = journals.all(accountId);
  if (kept?.ok !== true) throw new Error('there is a journal');
  (kept.value.events as JournalEvent[]).splice(entries);
}

const placed = (): number => simulator.requestCounts()['PLACE_ORDER'] ?? 0;
const held = (): string =>
  Object.entries(simulator.audit().accounts[0]?.positions ?? {})
    .map(([symbol, quantity]) => `${symbol} ${quantity / 10_000n}`)
    .sort()
    .join(', ');

describe('a journal that cannot be written', () => {
  it.each([1, 2, 3])('at intent %i: nothing of it is sent, and the run reports', async (nth) => {
    const kept = memoryJournals();
    let intents = 0;
    const run = await runOnSimulator({
      gateway,
      portfolios,
      journals: {
        ...kept,
        begin: (facts) => ({
          ...kept.begin(facts),
          append(event) {
            if (event.kind === 'intent') intents += 1;
            if (intents === nth) throw new Error('ENOSPC: no space left on device');
          },
        }),
      },
    });
    await start();
    // There are two orders: the third intent never comes, and the run goes through.
    expect(run.requests['PLACE_ORDER'] ?? 0).toBe(Math.min(nth - 1, 2));
    expect(run.codes.includes('journal.unwritten')).toBe(nth < 3);
    expect(run.reports.post).toContain('VTI');
  });
});

describe('recover', () => {
  it('has nothing to do when every run is settled', async () => {
    await start();
    await command(rebalance);
    const before = held();
    expect(await command(recover)).toMatchObject({ kind: 'nothing-to-do', code: 0 });
    expect([held(), placed()]).toEqual([before, 2]);
  });

  it('what was sent is found, and a journal that lost an order sends nothing more', async () => {
    await start();
    await command(rebalance);
    const before = held();
    // Began, and meant to send the first order.
    cutJournal(2);
    const looked = await command(recover);
    expect(looked.screen).toContain('SELL VTI   filled');
    // Its buy is filled too, and its journal does not know of it: nothing more may be bought.
    expect([looked.kind, looked.code, looked.codes]).toEqual([
      'refused',
      15,
      ['safety.other-machine'],
    ]);
    expect([held(), placed()]).toEqual([before, 2]);
  });

  it('an order that never left is settled after a second look, and sent by the run that goes on', async () => {
    await start();
    await command(rebalance, { answer: 'no' });
    expect(placed()).toBe(0);
    const other = memoryJournals();
    const first = await runOnSimulator({ gateway, portfolios, journals: other });
    expect(first.outcome.kind).toBe('traded');
    journals = other;
    cutJournal(2);
    const next = await command(rebalance);
    expect([next.kind, next.code, next.codes]).toEqual(['refused', 14, ['safety.interrupted-run']]);
    const looked = await command(recover, { trade: false });
    expect([looked.kind, looked.code, placed()]).toEqual(['preview', 0, 0]);
    expect(looked.screen).toContain('Looking again in ten seconds');
    expect(looked.screen).toContain('SELL VTI   cancelled, 0 of');
    const done = await command(recover);
    expect([done.kind, done.code, placed()]).toEqual(['traded', 0, 2]);
    const sold = first.audit.accounts[0]?.positions;
    expect(simulator.audit().accounts[0]?.positions).toEqual(sold);
    expect((await command(recover)).kind).toBe('nothing-to-do');
  });

  it.each([
    ['interrupted', 1],
    ['no', 2],
  ] as const)('a question of the first of two accounts that is %s', async (answer, asked) => {
    const twice = gateway.replace('quotes:', secondAccount + 'quotes:');
    const written = settings.replace('ids = DU1', 'ids = DU1, DU2');
    const setup = { gateway: twice, portfolios, settings: written, journals };
    expect((await runOnSimulator(setup)).outcome.kind).toBe('traded');
    // Both meant to send their first order, and it never left.
    for (const id of ['DU1', 'DU2']) cutJournal(2, id);
    await start(twice);
    const looked = await command(recover, { answer, written });
    expect(looked.questions.length).toBe(asked);
    expect([looked.code, placed()]).toEqual([answer === 'no' ? 0 : 130, 0]);
  });

  const resting = gateway.replace("bid: '249.99'", "bid: '249.80'");
  /** A run that the gateway hangs up on while its sell is open. */
  const hungUp = async (rollBackIds = 0): Promise<void> => {
    await start(resting);
    let down = false;
    const run = await command(rebalance, {
      during: () => {
        if (placed() === 0 || down) return;
        down = true;
        simulator.restart({ rollBackIds });
      },
    });
    expect(run.code).toBe(14);
  };

  it('an order that is still open is named, and cancelled only with a trading flag', async () => {
    await hungUp();
    const looked = await command(recover, { trade: false });
    expect([looked.code, looked.codes]).toEqual([14, ['orders.unknown']]);
    expect(simulator.requestCounts()['CANCEL_ORDER'] ?? 0).toBe(0);
    const declined = await command(recover, { answer: 'no' });
    expect([declined.kind, simulator.requestCounts()['CANCEL_ORDER'], placed()]).toEqual([
      'declined',
      1,
      1,
    ]);
    expect(declined.screen).toContain('SELL VTI   cancelled, 0 of');
    simulator.setQuote('VTI', { bid: marketPrice('249.99') });
    const done = await command(recover);
    expect(simulator.audit().differences).toEqual([]);
    expect([done.kind, done.code]).toEqual(['traded', 0]);
  });

  it('after midnight a person is asked about the position, and without an answer it stays unknown', async () => {
    await start();
    const other = memoryJournals();
    await runOnSimulator({ gateway, portfolios, journals: other });
    journals = other;
    cutJournal(2);
    const day = 24 * 60 * 60 * 1000;
    const unsure = await command(recover, { later: day, answer: 'no' });
    expect([unsure.code, unsure.codes]).toEqual([14, ['orders.unknown']]);
    expect(unsure.questions.join()).toContain('0 more of it were filled');
    expect(placed()).toBe(0);
    // Ctrl-C there is for the accounts that come after it, too.
    const stopped = await command(recover, { later: day, answer: 'interrupted' });
    expect([stopped.code, stopped.codes]).toEqual([14, ['run.interrupted', 'orders.unknown']]);
    const sure = await command(recover, { later: day, trade: false });
    expect([sure.kind, sure.code]).toEqual(['preview', 0]);
  });

  it('an account that another run holds is left alone', async () => {
    await start();
    const locked: AccountLocks = {
      take: () =>
        failure([{ code: 'safety.locked', where: 'DU1', found: '', expected: '', fix: '' }]),
    };
    expect((await command(recover, { locks: locked })).code).toBe(15);
    expect((await command(rebalance, { locks: locked })).code).toBe(15);
    expect(placed()).toBe(0);
  });
});

it('orders of today that no journal here knows mean another machine: refused', async () => {
  await start();
  await command(rebalance);
  const before = placed();
  journals = memoryJournals();
  simulator.setQuote('BND', {
    bid: marketPrice('92.00'),
    ask: marketPrice('92.01'),
    last: marketPrice('92.00'),
  });
  const run = await command(rebalance);
  expect([run.code, run.codes]).toEqual([15, ['safety.other-machine']]);
  expect(placed()).toBe(before);
});
