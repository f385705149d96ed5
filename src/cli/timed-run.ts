import type { Broker } from '../ports.ts';
import type { Outside, RunPorts } from '../run.ts';
import type { Timings } from '../timings.ts';

/** What is measured of the broker, in the words of a person who waits for it. */
const BROKER_WORK: Readonly<Partial<Record<keyof Broker, string>>> = {
  connect: 'connect',
  findContracts: 'contracts',
  describeContracts: 'unlisted contracts',
  readAccount: 'account',
  readMeans: 'account',
  readOpenOrders: 'open orders',
  readCompletedOrders: 'completed orders',
  refreshExecutions: 'executions',
  watchQuotes: 'prices',
  readUsdCad: 'USD.CAD',
  whatIf: 'what-if',
  close: 'disconnect',
};

/** The same ports, with what a run waits for measured: files, broker, question, trading. */
export function timedRun(ports: RunPorts, timings: Timings): RunPorts {
  const { approver, files, snapshots } = ports;
  return {
    ...ports,
    timings,
    files: { ...files, read: (path) => timings.measure('files', () => files.read(path)) },
    snapshots: {
      ...snapshots,
      keep: (run) => {
        timings.measure('save the snapshot', () => {
          snapshots.keep(run);
        });
      },
    },
    approver: { ask: (question) => timings.measure('question', () => approver.ask(question)) },
    reachOut: (inputs, runId) => timedOutside(ports.reachOut(inputs, runId), timings),
  };
}

function timedOutside(outside: Outside, timings: Timings): Outside {
  const { killSwitch, reports } = outside;
  return {
    ...outside,
    broker: timedBroker(outside.broker, timings),
    killSwitch: {
      pulled: () => killSwitch.pulled(),
      guard: (work) => timings.measure('trade', () => killSwitch.guard(work)),
    },
    reports: { ...reports, spans: () => timings.spans() },
  };
}

/** Every method that is named above, measured; all others as they are. */
function timedBroker(broker: Broker, timings: Timings): Broker {
  return new Proxy(broker, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const call = (...args: unknown[]): unknown => Reflect.apply(value, target, args);
      const what = BROKER_WORK[name as keyof Broker];
      if (what === undefined) return call;
      return (...args: unknown[]) => timings.measure(what, () => call(...args));
    },
  });
}
