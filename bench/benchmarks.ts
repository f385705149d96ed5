/** One benchmark of `npm run bench`: a program beside this file, and what it measures. */
export interface Benchmark {
  readonly command: string;
  /** The name of its program. */
  readonly program: string;
  /** What it is run with, so that all of them together take less than eight minutes. */
  readonly args: readonly string[];
  readonly about: string;
}

/** Every benchmark, in the order in which they are run and shown. To add one is to add a line. */
export const BENCHMARKS: readonly Benchmark[] = [
  of(
    'bench:start',
    'start',
    ['--runs', '11'],
    'From the start to the end of a process that connects to nothing.',
  ),
  of(
    'bench:memory',
    'memory',
    ['--runs', '3'],
    'The most memory of a preview, for the whole process.',
  ),
  of(
    'bench:preview',
    'preview',
    ['--runs', '3'],
    'From the start of the process to the printed preview, by the number of symbols and the distance of the gateway. Cold remembers nothing, warm has its contracts in the cache. Messages and round trips are also held by ordinary tests.',
  ),
  of(
    'bench:plan',
    'plan',
    [],
    'The whole planner on the accounts of the sizing corpus, warm, by the clock.',
  ),
  of(
    'bench:sizing',
    'sizing',
    ['--seed', '1', '--instances', '216'],
    'Every eighth account of the published corpus, against HiGHS and against every choice there is; all of it is `npm run bench:sizing`.',
  ),
  of(
    'bench:execution',
    'execution',
    ['--runs', '3'],
    'An approved plan at zero latency, with its journal on the disk.',
  ),
  of(
    'bench:accounts',
    'accounts',
    ['--runs', '1'],
    'A run over several accounts, with their journals on the disk.',
  ),
  of(
    'bench:sim',
    'sim-load',
    ['--seconds', '10'],
    'The simulator with 8 clients that share 500 subscriptions.',
  ),
  of(
    'bench:runs',
    'sim-runs',
    ['--runs', '2000'],
    "Audited runs of the simulator's engine in one process.",
  ),
];

function of(command: string, program: string, args: readonly string[], about: string): Benchmark {
  return { command, program, args, about };
}
