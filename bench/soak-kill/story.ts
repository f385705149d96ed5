/* One account, twelve orders, and a program that dies in the middle of them. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';

/** Where a run is killed: at so many entries of its journal, before or after that one is durable. */
export interface KillPoint {
  readonly entry: number;
  readonly when: 'before' | 'after';
}

/** What is left at the end of a story. */
export interface Ending {
  /** The exit codes of the run that is killed (null) and of the recovery. */
  readonly codes: readonly (number | null)[];
  readonly positions: Readonly<Record<string, bigint>>;
  /** Shares bought and sold, by side and symbol. */
  readonly traded: Readonly<Record<string, bigint>>;
  readonly differences: readonly string[];
  readonly output: string;
}

const held = { VTI: 60, VOO: 30, QQQ: 30, VEA: 300, IWM: 80, SCHD: 500 };
const bought = ['BND', 'AGG', 'TLT', 'GLD', 'VNQ', 'XLK'];
const prices: Readonly<Record<string, number>> = {
  VTI: 292,
  VOO: 545,
  QQQ: 512,
  VEA: 50,
  IWM: 220,
  SCHD: 27,
  BND: 73,
  AGG: 98,
  TLT: 90,
  GLD: 247,
  VNQ: 90,
  XLK: 233,
};
const symbols = Object.keys(prices);

const scenario = `gateway:
  accounts:
    - id: DU1
      cash: { USD: '4000.00' }
      positions:
${Object.entries(held)
  .map(([symbol, shares]) => `        - { symbol: ${symbol}, shares: ${shares} }`)
  .join('\n')}
  quotes:
${symbols
  .map((symbol) => {
    const at = prices[symbol] ?? 0;
    return `    ${symbol}: { bid: '${at}.00', ask: '${at}.01', last: '${at}.00', close: '${at}.00' }`;
  })
  .join('\n')}
  fills: { delay_ms: 4, max_shares_per_fill: 40 }
`;

const portfolios = `ETF,MAIN\n${symbols.map((symbol) => `${symbol},${bought.includes(symbol) ? '11' : symbol === 'VTI' ? '9' : '5'}%`).join('\n')}\n`;

/**
 * Lives one story in a folder of its own: the program trades, is killed at its point (never when
 * there is none), and is told to recover. `program` is the bundle of soak-kill.ts.
 */
export async function live(
  program: string,
  folder: string,
  point: KillPoint | undefined,
): Promise<Ending> {
  const simulator = await startSimulator({ scenario: parseScenario(scenario) });
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'settings.ini'),
      `[ibkr]\nport = ${simulator.port}\nread_only = false\n[accounts]\nids = DU1\n[models]\nmain = 1\n[safety]\nrequire_whatif = false\n`,
    );
    writeFileSync(join(folder, 'portfolios.csv'), portfolios);
    const codes: (number | null)[] = [];
    let output = '';
    const run = async (...args: string[]): Promise<void> => {
      const child = spawn(process.execPath, [program, '--child', folder, ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const hear = (data: Buffer): void => {
        output += data.toString();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      codes.push(await new Promise((resolve) => child.on('close', resolve)));
    };
    await run('rebalance', String(point?.entry ?? 0), point?.when ?? 'after');
    if (point !== undefined) await run('recover', '0', 'after');
    const audit = simulator.audit();
    const traded: Record<string, bigint> = {};
    for (const { order, shares } of simulator.engine.executions()) {
      const line = `${order.side} ${order.contract.symbol}`;
      traded[line] = (traded[line] ?? 0n) + shares;
    }
    const [account] = audit.accounts;
    return {
      codes,
      positions: account?.positions ?? {},
      traded,
      differences: audit.differences,
      output,
    };
  } finally {
    await simulator.close();
  }
}

/** What is not as in the run that nobody killed; undefined when nothing is. */
export function disagreement(ended: Ending, whole: Ending): string | undefined {
  const text = (record: Readonly<Record<string, bigint>>): string =>
    Object.entries(record)
      .map(([name, value]) => `${name} ${value}`)
      .sort()
      .join(', ');
  if (ended.differences.length > 0) return ended.differences.join('; ');
  if (ended.codes.at(-1) !== 0) return `recover ended with ${String(ended.codes.at(-1))}`;
  if (text(ended.positions) !== text(whole.positions)) return `holds ${text(ended.positions)}`;
  if (text(ended.traded) !== text(whole.traded)) return `traded ${text(ended.traded)}`;
  return undefined;
}
