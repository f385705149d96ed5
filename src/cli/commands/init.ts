import { dirname, join } from 'node:path';
import { isUsdEtf } from '../../core/account/contract.ts';
import type { AccountReading } from '../../core/account/snapshot.ts';
import type { Settings } from '../../core/settings.ts';
import type { ExitCode } from '../../core/units/exit-code.ts';
import { describeProblem, exitCodeOf, type Problem } from '../../core/units/problem.ts';
import { failure, success, type Result } from '../../core/units/result.ts';
import { readSettings } from '../../inputs/read-settings.ts';
import type { InputPaths } from '../../inputs/read-inputs.ts';
import {
  portfoliosOf,
  starterPortfolios,
  starterSettings,
  type HeldPart,
} from '../../inputs/starter-files.ts';
import { chooseAccount } from '../../choose-accounts.ts';
import { connectionProblem } from '../../outcome.ts';
import { BrokerError, type Broker } from '../../ports.ts';
import type { Streams } from './streams.ts';

/** What `rebalance init` is asked to do. */
export interface InitRequest extends InputPaths {
  readonly fromHoldings: boolean;
}

export interface InitPorts {
  readonly fileExists: (path: string) => boolean;
  /** Writes a new file; fails with the system's own error, also when it is there. */
  readonly writeNew: (path: string, text: string) => void;
  readonly reachOut: (settings: Settings) => Broker;
  readonly streams: Streams;
}

/** What is to be written, and what a person should know about it. */
interface Starter {
  readonly settings: string;
  readonly portfolios: string;
  readonly remarks: readonly string[];
}

/** Writes the two files that a first run needs, or neither: what is there is never touched. */
export async function init(request: InitRequest, ports: InitPorts): Promise<ExitCode> {
  const { settingsPath } = request;
  const portfoliosPath = request.portfoliosPath ?? join(dirname(settingsPath), 'portfolios.csv');
  const { streams } = ports;
  const refuse = (problems: readonly Problem[]): ExitCode => {
    for (const problem of problems) streams.err(`${describeProblem(problem)}\n`);
    return exitCodeOf(problems);
  };
  const there = [settingsPath, portfoliosPath].filter((path) => ports.fileExists(path));
  if (there.length > 0) return refuse(there.map((path) => unwritten(path, 'a file is there')));
  const starter = await prepare(request, ports);
  if (!starter.ok) return refuse(starter.problems);
  const { settings, portfolios, remarks } = starter.value;
  for (const [path, text] of [
    [portfoliosPath, portfolios],
    [settingsPath, settings],
  ] as const) {
    try {
      ports.writeNew(path, text);
    } catch (error) {
      return refuse([unwritten(path, error instanceof Error ? error.message : String(error))]);
    }
    streams.out(`Written: ${path}\n`);
  }
  for (const remark of remarks) streams.out(`${remark}\n`);
  streams.out('Next: look through both files, then rebalance validate and rebalance doctor.\n');
  return exitCodeOf([]);
}

function unwritten(path: string, found: string): Problem {
  return {
    code: 'usage.unwritten-file',
    where: path,
    found,
    expected: 'a place for a new file',
    fix: 'Name other files with --ini and --csv, or move this one away.',
  };
}

async function prepare(request: InitRequest, ports: InitPorts): Promise<Result<Starter>> {
  const { settingsPath, flags = new Map(), fromHoldings } = request;
  const text = starterSettings(flags);
  const settings = readSettings(text, settingsPath);
  if (!settings.ok) return settings;
  if (!fromHoldings) {
    return success({ settings: text, portfolios: starterPortfolios(), remarks: [] });
  }
  const broker = ports.reachOut(settings.value);
  try {
    const gateway = await broker.connect();
    const [only, ...others] = gateway.accounts;
    const { accountIds } = settings.value;
    const ids =
      accountIds.length === 0 && only !== undefined && others.length === 0 ? [only] : accountIds;
    if (ids.length > 1) return failure([oneAccount(ids)]);
    const chosen = chooseAccount(ids[0], gateway);
    if (!chosen.ok) return chosen;
    const held = await readHoldings(broker, chosen.value);
    if (!held.ok) return held;
    const head = `What ${chosen.value} held when this was written, as one model portfolio.`;
    const { text: portfolios, leftOut } = portfoliosOf(held.value.parts, head);
    const tiny = leftOut.map((symbol) => `Left out: ${symbol}, less than 0.0001% of the account.`);
    const remarks = [...held.value.remarks, ...tiny];
    return success({ settings: starterSettings(flags, chosen.value), portfolios, remarks });
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return failure<Starter>([connectionProblem(error, settings.value.ibkr)]);
  } finally {
    await broker.close();
  }
}

function oneAccount(ids: readonly string[]): Problem {
  return {
    code: 'settings.account',
    where: '--account',
    found: ids.join(', '),
    expected: 'the one account whose holdings are to be the first model portfolio',
    fix: 'Name one of them with --account.',
  };
}

/** The ETFs and the cash of an account, the largest first and cash at the end. */
async function readHoldings(
  broker: Broker,
  accountId: string,
): Promise<Result<{ readonly parts: readonly HeldPart[]; readonly remarks: readonly string[] }>> {
  const account: AccountReading = await broker.readAccount(accountId);
  const stocks = account.positions.filter(
    ({ secType, currency }) => secType === 'STK' && currency === 'USD',
  );
  const contracts = await broker.describeContracts(stocks.map(({ conId }) => conId));
  const isEtf = (conId: number): boolean => {
    const contract = contracts.get(conId);
    return contract !== undefined && isUsdEtf(contract);
  };
  const funds = stocks.filter(({ conId, quantity }) => isEtf(conId) && quantity > 0n);
  const unpriced = funds.filter(({ marketValue = 0n }) => marketValue <= 0n);
  if (unpriced.length > 0) {
    return failure(unpriced.map(({ symbol }) => noValue(accountId, symbol)));
  }
  const parts = funds
    .map(({ symbol, marketValue }): HeldPart => ({ symbol, value: marketValue ?? 0n }))
    .sort((a, b) =>
      a.value === b.value ? (a.symbol < b.symbol ? -1 : 1) : a.value > b.value ? -1 : 1,
    );
  if (parts.length === 0) return failure([noFund(accountId)]);
  const others = account.positions.filter((each) => !funds.includes(each));
  const remarks = [
    ...others.map(({ symbol }) => `Left out: ${symbol}, which is no ETF in US dollars held long.`),
    ...(account.cash < 0n ? ['Left out: the cash, which is below zero.'] : []),
  ];
  const cash = account.cash > 0n ? [{ symbol: 'CASH', value: account.cash }] : [];
  return success({ parts: [...parts, ...cash], remarks });
}

function noValue(accountId: string, symbol: string): Problem {
  return {
    code: 'data.no-price',
    where: `${accountId} ${symbol}`,
    found: 'no value from the broker',
    expected: 'a value for each holding, to weigh it with',
    fix: 'Run again when the gateway shows its value.',
  };
}

function noFund(accountId: string): Problem {
  return {
    code: 'portfolios.empty',
    where: accountId,
    found: 'no ETF in US dollars',
    expected: 'holdings to make a model portfolio of',
    fix: 'Run rebalance init without --from-holdings and write your own.',
  };
}
