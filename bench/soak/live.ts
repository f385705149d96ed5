/*
 * One case of the soak, lived through: the run, the recoveries after it, and calm ones at the end.
 * Everything that decides is the program itself, from its two files to its exit code; only what it
 * stands on is made for this: the disk, the clock, the gateway.
 */
import type { JournalEvent } from '../../src/core/journal/journal-event.ts';
import { recordOf } from '../../src/core/journal/run-record.ts';
import { filledOf } from '../../src/core/orders/tracked-order.ts';
import { describeProblem, exitCodeOf } from '../../src/core/units/problem.ts';
import { failure, success } from '../../src/core/units/result.ts';
import { shares } from '../../src/core/units/shares.ts';
import type { Outcome } from '../../src/outcome.ts';
import type { Answer } from '../../src/ports.ts';
import { rebalance } from '../../src/rebalance.ts';
import { recover } from '../../src/recover.ts';
import type { RunPorts } from '../../src/run.ts';
import { inVirtualTime } from '../../src/simulated/virtual-clock.ts';
import { digestOf } from '../../src/storage/digest.ts';
import { CALM, type SoakCase, type Troubles } from './any-case.ts';
import { lawsAtEnd, lawsOfProcess, watchLaws } from './laws.ts';
import type { Writer } from './memory-journals.ts';
import { ourOrders, World } from './world.ts';

/** How a process ended. */
export interface ProcessEnd {
  readonly command: 'rebalance' | 'recover';
  readonly runId: string;
  /** Undefined when it crashed. */
  readonly outcome: Outcome | undefined;
  /** How many entries it wrote, or tried to. */
  readonly entries: number;
}

/** What became of a case. */
export interface Ending {
  readonly violations: readonly string[];
  readonly processes: readonly ProcessEnd[];
  readonly orders: number;
  readonly story: readonly string[];
}

/** Longer than any process may live. */
const MOST_MS = 3 * 60 * 60_000;
/** By then everything that was under way has arrived. */
const REST_MS = 60_000;
/** A recovery may leave something to another one: a rest that did not fill, an order that was open. */
const MOST_CALM = 4;

/** Lives a case through to its end. */
export async function liveCase(soakCase: SoakCase): Promise<Ending> {
  const world = new World(soakCase);
  const violations = watchLaws(world);
  const processes: ProcessEnd[] = [];
  const live = async (troubles: Troubles): Promise<ProcessEnd> => {
    const command = processes.length === 0 ? 'rebalance' : 'recover';
    const runId = `R${processes.length}`;
    const end = await liveProcess({ world, soakCase, troubles }, command, runId);
    processes.push(end);
    violations.push(...lawsOfProcess(world, end));
    return end;
  };
  try {
    for (const troubles of soakCase.processes) await live(troubles);
    for (let times = 0; times < MOST_CALM; times += 1) {
      const { outcome } = await live({ ...CALM, pauseMs: REST_MS });
      if (outcome?.kind === 'nothing-to-do') break;
    }
    violations.push(...lawsAtEnd(world, processes));
  } catch (error) {
    violations.push(
      `it threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  const { story } = world;
  world.engine.close();
  return { violations, processes, orders: ourOrders(world).length, story };
}

interface Around {
  readonly world: World;
  readonly soakCase: SoakCase;
  readonly troubles: Troubles;
}

async function liveProcess(
  { world, soakCase, troubles }: Around,
  command: 'rebalance' | 'recover',
  runId: string,
): Promise<ProcessEnd> {
  const { clock } = world;
  await inVirtualTime(clock, MOST_MS, () => rest(world, troubles.pauseMs));
  world.note(`--- ${command} ${runId}${troubles.confirmed ? ' --confirm' : ''}`);
  const endTroubles = world.beginTroubles(troubles);
  const life = new Life(world, troubles);
  const ports = portsOf(world, soakCase, life);
  const request = {
    settingsPath: '/soak/settings.ini',
    portfoliosPath: undefined,
    permission: {
      trade: command === 'rebalance' || troubles.confirmed,
      dryRun: false,
      readOnly: false,
      yes: true,
    },
    runId,
  };
  const run = command === 'rebalance' ? rebalance : recover;
  const outcome = await inVirtualTime(clock, MOST_MS, () =>
    Promise.race([life.died, run(request, ports)]),
  );
  endTroubles();
  life.end();
  if (outcome !== undefined) {
    world.note(`${outcome.kind}, exit ${exitCodeOf(outcome.problems)}`);
    for (const problem of outcome.problems) world.note(`  ${describeProblem(problem)}`);
  }
  return { command, runId, outcome, entries: life.entries };
}

/** A process, from its start to its end or its sudden death. */
class Life implements Writer {
  readonly crash: Writer['crash'];
  readonly fullFrom: Writer['fullFrom'];
  readonly died: Promise<undefined>;
  entries = 0;
  readonly #world: World;
  #alive = true;
  #tellDeath: () => void = () => undefined;

  constructor(world: World, { crash, fullFrom }: Troubles) {
    this.#world = world;
    this.crash = crash;
    this.fullFrom = fullFrom;
    this.died = new Promise((resolve) => {
      this.#tellDeath = () => {
        resolve(undefined);
      };
    });
  }

  alive(): boolean {
    return this.#alive;
  }

  die(): void {
    this.#world.note('the process dies');
    this.end();
    this.#tellDeath();
  }

  end(): void {
    this.#alive = false;
    this.#world.killConnections();
  }

  wrote(event: JournalEvent): void {
    this.entries += 1;
    this.#world.note(`journal ${this.entries}: ${tellEntry(event)}`);
  }
}

function portsOf(world: World, { accounts }: SoakCase, life: Life): RunPorts {
  const { clock, disk } = world;
  const text = new TextEncoder();
  return {
    files: {
      read: (path) =>
        text.encode(path.endsWith('settings.ini') ? accounts.settings : accounts.portfolios),
      environment: {},
    },
    clock,
    timeZone: 'UTC',
    approver: { ask: (question) => Promise.resolve(answer(world, question)) },
    screen: { columns: 80, show: () => undefined },
    snapshots: { keep: () => undefined, newest: () => failure([]) },
    measures: { keep: () => undefined, all: () => [] },
    journals: disk.journalsFor(life),
    // A dead owner is taken over at once, and nobody else is there.
    locks: { take: () => success({ release: () => undefined }) },
    digestOf,
    reachOut: ({ settings }) => ({
      broker: world.connect(settings.ibkr.clientId),
      killSwitch: { pulled: () => world.stopped(), guard: (work) => work() },
      reports: { write: ({ kind }) => `${kind}.csv` },
      log: { write: () => undefined },
    }),
  };
}

/** A person who compares what the position says with the confirmations of the broker. */
function answer(world: World, question: string): Answer {
  const [, orderRef, filled = ''] =
    /\((rb\.[^)]+)\)[^]*which means that ([\d.]+) more/.exec(question) ?? [];
  const truth = ourOrders(world).find((order) => order.orderRef === orderRef);
  const known = world.disk.journals
    .flatMap(({ events }) => recordOf(events).book.orders)
    .find(({ ticket }) => ticket.orderRef === orderRef);
  const isRight = (truth?.filled ?? 0n) === (known ? filledOf(known) : 0n) + shares(filled);
  world.note(`a person is asked about ${orderRef ?? '?'} and says ${isRight ? 'yes' : 'no'}`);
  return isRight ? 'yes' : 'no';
}

function rest({ clock }: World, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}

function tellEntry(event: JournalEvent): string {
  switch (event.kind) {
    case 'told':
      return event.event.kind === 'status'
        ? `told ${event.event.status} ${event.event.orderId}`
        : `told ${event.event.kind}`;
    case 'intent':
      return `intent ${event.orderId} ${event.ticket.orderRef}`;
    case 'stopped':
      return `stopped ${event.problem.code}`;
    case 'not-sent':
    case 'reprice':
    case 'cancel':
    case 'concluded':
    case 'abandoned':
    case 'settled':
      return `${event.kind} ${event.orderId}`;
    case 'started':
    case 'recovering':
    case 'ended':
      return event.kind;
  }
}
