import { stripVTControlCharacters } from 'node:util';
import { success } from '../core/units/result.ts';
import type { Answer, Pull } from '../ports.ts';
import type { RunPorts } from '../run.ts';
import { digestOf } from '../storage/digest.ts';
import type { MemoryState } from './memory-state.ts';
import { readCommand, runCommand, type CommandEnd } from './run-command.ts';
import type { Happening, RunPart, StepPart } from './scenario-parts.ts';
import { tradeByHand } from './trade-by-hand.ts';
import type { Connection, World } from './world.ts';

/** What one command of a scenario left behind. */
export interface StepEnd {
  /** Undefined when the process died. */
  readonly end: CommandEnd | undefined;
  readonly screen: string;
  /** The CSV of the pre-trade and the post-trade report. */
  readonly reports: { readonly pre?: string; readonly post?: string };
}

export interface Around {
  readonly run: RunPart;
  readonly world: World;
  readonly state: MemoryState;
  readonly settings: string;
  readonly portfolios: string;
}

/** Gives one command and waits for its end, while everything happens that is to happen meanwhile. */
export async function runStep(step: StepPart, at: number, around: Around): Promise<StepEnd> {
  const { world } = around;
  if (step.after > 0) await world.pass(step.after);
  const process = new Process(step, around);
  process.begin();
  const invocation = readCommand(step.command);
  const runId = `RUN${at + 1}`;
  const { screen, reports } = process;
  const end = await world.live(() =>
    Promise.race([process.died, runCommand(invocation, runId, process.ports)]),
  );
  process.finish();
  const words = end === undefined ? '' : end.words;
  return { end, screen: [...screen, words].join('\n'), reports };
}

const ANSWERS = {
  yes: 'yes',
  no: 'no',
  nobody: 'no-answer',
  ctrl_c: 'interrupted',
} as const satisfies Record<string, Answer>;

/** One process of the program, from its start to its end or its sudden death. */
class Process {
  readonly ports: RunPorts;
  readonly died: Promise<undefined>;
  readonly screen: string[] = [];
  readonly reports: { pre?: string; post?: string } = {};
  readonly #step: StepPart;
  readonly #around: Around;
  readonly #connections: Connection[] = [];
  readonly #undo: (() => void)[] = [];
  #alive = true;
  #diskFull = false;
  #pulled: Pull | undefined;
  #questions = 0;
  #orders = 0;
  #tellDeath: () => void = () => undefined;

  constructor(step: StepPart, around: Around) {
    this.#step = step;
    this.#around = around;
    this.died = new Promise((resolve) => {
      this.#tellDeath = () => {
        resolve(undefined);
      };
    });
    this.ports = this.#makePorts();
  }

  /** From now on things happen at their times, and at orders. */
  begin(): void {
    const { world } = this.#around;
    for (const happening of this.#step.happens) {
      if (happening.at === undefined) continue;
      const takeBack = world.after(happening.at, () => {
        void this.#happen(happening);
      });
      this.#undo.push(takeBack);
    }
    const known = new Set<number>();
    const stop = world.engine.listen((event) => {
      if (event.kind !== 'order' || event.order.clientId === 0) return;
      if (known.has(event.order.permId)) return;
      known.add(event.order.permId);
      this.#orders += 1;
      void this.#happenAll(({ order }) => order === this.#orders);
    });
    this.#undo.push(stop);
  }

  /** Nothing more happens to it, and it does nothing any more. */
  finish(): void {
    this.#alive = false;
    for (const undo of this.#undo) undo();
    for (const connection of this.#connections) connection.kill();
  }

  async #happenAll(isDue: (happening: Happening) => boolean): Promise<void> {
    for (const happening of this.#step.happens.filter(isDue)) await this.#happen(happening);
  }

  async #happen(happening: Happening): Promise<void> {
    const { world } = this.#around;
    switch (happening.do) {
      case 'die':
        this.finish();
        this.#tellDeath();
        return;
      case 'kill_switch':
        this.#pulled = 'kill-switch';
        return;
      case 'ctrl_c':
        this.#pulled = 'interrupted';
        return;
      case 'leave':
        this.#pulled = 'leave';
        return;
      case 'disk_full':
        this.#diskFull = true;
        return;
      case 'wait':
        await new Promise<void>((resolve) => world.after(happening.for ?? 0, resolve));
        return;
      case 'trade':
        tradeByHand(world.engine, happening.trade ?? '');
        return;
    }
  }

  async #answer(question: string): Promise<Answer> {
    this.screen.push(question);
    this.#questions += 1;
    await this.#happenAll((happening) => happening.question === this.#questions);
    const { answer } = this.#step;
    const answers = typeof answer === 'string' ? [answer] : answer;
    return ANSWERS[answers[this.#questions - 1] ?? answers.at(-1) ?? 'yes'];
  }

  #makePorts(): RunPorts {
    const { world, state, settings, portfolios } = this.#around;
    const writer = { alive: () => this.#alive, hasRoom: () => !this.#diskFull };
    const encoder = new TextEncoder();
    return {
      clock: world.clock,
      timeZone: 'UTC',
      digestOf,
      files: {
        read: (path) => encoder.encode(path.endsWith('.csv') ? portfolios : settings),
        environment: {},
      },
      approver: { ask: (question) => this.#answer(question) },
      screen: {
        columns: 100,
        show: (text) => {
          this.screen.push(stripVTControlCharacters(text));
        },
      },
      snapshots: state.snapshots,
      measures: state.measures,
      journals: state.journalsFor(writer),
      // The lock of a dead process is taken over at once, and nobody else is there.
      locks: { take: () => success({ release: () => undefined }) },
      reachOut: (inputs) => {
        const connection = world.connect(inputs);
        this.#connections.push(connection);
        return {
          broker: connection.broker,
          killSwitch: { pulled: () => this.#pulled, guard: (work) => work() },
          log: { write: () => undefined },
          reports: {
            write: ({ kind, form, text }) => {
              if (form === 'csv' && this.#alive) this.reports[kind] = text;
              return `${kind}.${form}`;
            },
          },
        };
      },
    };
  }
}
