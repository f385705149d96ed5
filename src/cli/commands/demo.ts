import { parse } from 'csv-parse/sync';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseScenario } from '../../../simulator/scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../../../simulator/start-simulator.ts';
import { assert } from '../../core/units/assert.ts';
import { formatShares } from '../../core/units/shares.ts';
import { asUsd, formatUsd } from '../../core/units/usd.ts';
import type { Approver } from '../../ports.ts';
import { rebalance } from '../../rebalance.ts';
import type { Outcome } from '../../outcome.ts';
import { composeRun, inputFiles, newRunId, type Composition } from '../compose.ts';

/** dist/ and samples/ lie side by side. */
const SAMPLES = fileURLToPath(new URL('../samples/', import.meta.url));

export interface Demo {
  readonly approver: Approver;
  readonly print: (text: string) => void;
  /** Sees every report that is written, and where. */
  readonly onReport: NonNullable<Composition['onReport']>;
}

/**
 * The whole story on the simulator: starts it, rebalances its account as any other, and compares
 * the post-trade report with the simulator's own books, line by line.
 */
export async function runDemo({ approver, print, onReport }: Demo): Promise<Outcome> {
  const scenarioFile = join(SAMPLES, 'scenarios', 'demo.yaml');
  const scenario = parseScenario(readFileSync(scenarioFile, 'utf8'));
  const simulator = await startSimulator({ scenario });
  // Its journals are gone with the simulator that they speak of.
  const stateFolder = mkdtempSync(join(tmpdir(), 'rebalance-demo-'));
  try {
    print(
      `The simulator answers at 127.0.0.1:${simulator.port} as TWS would. The account has drifted.\n`,
    );
    let postReport: string | undefined;
    const outcome = await rebalance(
      {
        settingsPath: join(SAMPLES, 'settings.ini'),
        portfoliosPath: undefined,
        permission: { trade: true, dryRun: false, readOnly: false, yes: false },
        runId: newRunId(),
      },
      {
        ...composeRun({
          approver,
          // Its orders are gone with it: there is nothing to leave them to.
          interrupted: { ask: () => Promise.resolve('no-answer') },
          address: { host: '127.0.0.1', port: simulator.port },
          reportDir: resolve('reports'),
          stateFolder,
          onReport: (file, path) => {
            if (file.kind === 'post' && file.form === 'csv') postReport = file.text;
            onReport(file, path);
          },
        }),
        // The sample files alone decide: what this machine's owner has set up for a real account
        // has no business here.
        files: { ...inputFiles(), environment: {} },
      },
    );
    if (postReport !== undefined) print(compareWithBooks(postReport, simulator));
    return outcome;
  } finally {
    await simulator.close();
    rmSync(stateFolder, { recursive: true, force: true });
  }
}

/** One line that says that the report and the simulator's books agree; a disagreement is a bug. */
function compareWithBooks(postReport: string, simulator: Simulator): string {
  const audit = simulator.audit();
  assert(audit.ok, `the simulator's books add up: ${audit.differences.join('; ')}`);
  const rows: Record<string, string>[] = parse(postReport, { columns: true });
  const [account] = audit.accounts;
  assert(account !== undefined, 'the demo has an account');
  const { USD: cash } = account.cash;
  const reported = rows.find((row) => row['symbol'] === 'CASH')?.['value_usd'];
  const booked = cash === undefined ? undefined : asUsd(cash);
  assert(
    booked !== undefined && reported === formatUsd(booked),
    'the report shows the cash of the books',
  );
  const held = Object.entries(account.positions);
  for (const [symbol, quantity] of held) {
    const row = rows.find((each) => each['symbol'] === symbol);
    assert(
      row?.['new_qty_shares'] === formatShares(quantity),
      `the report shows ${symbol} as the books do`,
    );
  }
  return `\nThe simulator's books agree with the report: cash $${formatUsd(booked, { grouped: true })} and ${held.length} positions.`;
}
