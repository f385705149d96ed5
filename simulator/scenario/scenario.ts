import type { EngineSetup } from '../engine/setup.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import type { Latency } from '../sessions/journey.ts';

/** What a simulator is started with: the engine's setup and what the sockets need to know. */
export interface Scenario {
  /** The newest protocol version that is offered. */
  readonly serverVersion: number;
  /** Who is told of whose orders, and who may cancel them. */
  readonly clients: {
    readonly masterClientId: number | null;
    readonly cancelOthers: 'after-listing' | 'never';
  };
  /** Whether the limits on messages and history requests hold. */
  readonly pacing: 'gateway' | 'none';
  readonly latency: Latency;
  readonly engine: EngineSetup;
  /** What goes wrong, and when. */
  readonly faults: FaultPlan;
}

/** One thing wrong with a scenario, and where: `gateway.accounts[0].cash.EUR`. */
export interface ScenarioProblem {
  readonly where: string;
  readonly what: string;
}

/** The scenario cannot be used. Its message names every problem with its place. */
export class BadScenario extends Error {
  override readonly name = 'BadScenario';
  readonly problems: readonly ScenarioProblem[];

  constructor(source: string, problems: readonly ScenarioProblem[]) {
    super(problems.map(({ where, what }) => `${source}: ${where}: ${what}`).join('\n'));
    this.problems = problems;
  }
}
