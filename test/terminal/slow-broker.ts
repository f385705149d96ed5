/* A simulator whose fills take their time, and a folder with settings for it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';

const PRICES = { VTI: 250, QQQ: 500, BND: 75, GLD: 200, VEA: 50, TLT: 90 };

export interface SlowBroker {
  readonly folder: string;
  readonly simulator: Simulator;
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Two holdings that are too large, four that are too small. */
export async function startSlowBroker(fills: string): Promise<SlowBroker> {
  const quotes = Object.entries(PRICES).map(
    ([symbol, price]) =>
      `    ${symbol}: { bid: '${price}.00', ask: '${price}.02', last: '${price}.00', close: '${price}.00' }`,
  );
  const scenario = parseScenario(`gateway:
  accounts:
    - id: DU1
      cash: { USD: '10000.00' }
      positions: [{ symbol: VTI, shares: 200 }, { symbol: QQQ, shares: 80 }]
  quotes:
${quotes.join('\n')}
  fills: ${fills}
`);
  const simulator = await startSimulator({ scenario });
  const folder = mkdtempSync(join(tmpdir(), 'rebalance-terminal-'));
  const settings = [
    `[ibkr]\nport = ${simulator.port}\nread_only = false`,
    '[accounts]\nids = DU1\n[models]\nmain = 1',
    '[safety]\nrequire_whatif = false',
  ];
  writeFileSync(join(folder, 'settings.ini'), `${settings.join('\n')}\n`);
  const weights = Object.keys(PRICES).map((symbol, at) => `${symbol},${at < 4 ? 20 : 10}%`);
  writeFileSync(join(folder, 'portfolios.csv'), `ETF,MAIN\n${weights.join('\n')}\n`);
  return {
    folder,
    simulator,
    environment: { XDG_STATE_HOME: folder },
    async close() {
      await simulator.close();
      rmSync(folder, { recursive: true });
    },
  };
}
