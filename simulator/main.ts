#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ManualClock, realClock } from './engine/clock.ts';
import { defaultScenario } from './scenario/default-scenario.ts';
import { parseScenario } from './scenario/parse-scenario.ts';
import type { Scenario } from './scenario/scenario.ts';
import type { Latency } from './sessions/journey.ts';
import { startSimulator } from './start-simulator.ts';

interface Flags {
  readonly port: number;
  readonly host: string;
  readonly scenario?: string;
  readonly seed?: number;
  readonly control?: number | true;
  readonly clock: 'real' | 'virtual';
  readonly serverVersion?: number;
  readonly latency?: Latency;
  readonly verbose: boolean;
}

const command = new Command('tws-sim')
  .description('A TWS gateway on a loopback socket, to try clients on.')
  .option('--port <number>', 'port to listen on; 0 takes any free one', wholeNumber, 0)
  .option('--host <address>', 'loopback address to listen on', '127.0.0.1')
  .option('--scenario <file>', 'YAML file with the accounts, contracts and quotes')
  .option('--seed <number>', 'takes the place of the seed in the scenario', wholeNumber)
  .option(
    '--server-version <number>',
    'takes the place of the version in the scenario',
    wholeNumber,
  )
  .option(
    '--control [port]',
    'open the control face, at any free port when none is given',
    wholeNumber,
  )
  .addOption(
    new Option('--clock <kind>', 'virtual: the time stands still until the control face moves it')
      .choices(['real', 'virtual'])
      .default('real'),
  )
  .option(
    '--latency <ms>',
    "milliseconds that a message is on its way, or in and out as 20,30; takes the place of the scenario's",
    latency,
  )
  .option('--verbose', 'log to standard error', false)
  .action(run);

await command.parseAsync();

async function run(flags: Flags): Promise<void> {
  try {
    const simulator = await startSimulator({
      scenario: readScenario(flags),
      host: flags.host,
      port: flags.port,
      clock: flags.clock === 'virtual' ? new ManualClock() : realClock,
      ...(flags.control === undefined
        ? {}
        : { control: flags.control === true ? 0 : flags.control }),
      log: (line) => {
        if (flags.verbose) process.stderr.write(`${new Date().toISOString()} ${line}\n`);
      },
    });
    const end = (): void => void simulator.close();
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    const { port, control } = simulator;
    const ready = { ready: true, port, ...(control === null ? {} : { control }) };
    process.stdout.write(`${JSON.stringify(ready)}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}

function readScenario({ scenario, seed, serverVersion, latency }: Flags): Scenario {
  const text = scenario === undefined ? defaultScenario : readFileSync(scenario, 'utf8');
  const source = scenario ?? 'the default scenario';
  return parseScenario(text, {
    source,
    ...(seed === undefined ? {} : { seed }),
    ...(serverVersion === undefined ? {} : { serverVersion }),
    ...(latency === undefined ? {} : { latency }),
  });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** One number for both ways, or two. */
function latency(text: string): Latency {
  const [inMs = '', outMs = inMs, ...others] = text.split(',');
  if (others.length > 0) throw new InvalidArgumentError('It must be one number or two.');
  return { inMs: wholeNumber(inMs), outMs: wholeNumber(outMs) };
}
