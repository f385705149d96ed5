import type { Settings } from '../settings.ts';
import type { Problem } from '../units/problem.ts';

/** What the command line asks of a run. */
export interface Asked {
  /** A flag that trades was given: the question is asked, and a yes sends. */
  readonly trade: boolean;
  /** The question is answered with yes. */
  readonly yes: boolean;
  /** The kind of account that the flag names; `--confirm` names none. */
  readonly accountKind?: AccountKind | undefined;
}

export type AccountKind = 'paper' | 'live';

/** The broker's ids of paper accounts begin with D; every other account has real money in it. */
export function kindOfAccount(accountId: string): AccountKind {
  return accountId.startsWith('D') ? 'paper' : 'live';
}

/** The ports that TWS and IB Gateway have by default. On any other the account decides alone. */
const USUAL_PORTS: ReadonlyMap<number, AccountKind> = new Map([
  [4001, 'live'],
  [7496, 'live'],
  [4002, 'paper'],
  [7497, 'paper'],
]);

/** What keeps a run away from an account of this kind: the settings, the port, the flags. */
export function accountGates(
  accountId: string,
  { safety, ibkr }: Settings,
  asked: Asked & { readonly simulated: boolean },
): readonly Problem[] {
  const kind = kindOfAccount(accountId);
  const problems: Problem[] = [];
  if (kind === 'live' && safety.paperOnly) problems.push(notPaper(accountId));
  const usual = USUAL_PORTS.get(ibkr.port);
  if (usual !== undefined && usual !== kind) problems.push(wrongPort(accountId, ibkr.port, usual));
  if (!asked.trade) return problems;
  if (asked.accountKind === undefined && !asked.simulated) problems.push(unnamed(accountId));
  if (asked.accountKind !== undefined && asked.accountKind !== kind) {
    problems.push(otherKind(accountId, asked.accountKind));
  }
  if (asked.yes && kind === 'live' && asked.accountKind !== 'live') {
    problems.push(unseenAndLive(accountId));
  }
  return problems;
}

function notPaper(accountId: string): Problem {
  return {
    code: 'safety.paper-only',
    where: accountId,
    found: 'an account that is no paper account',
    expected: 'a paper account, which begins with D (paper_only = true)',
    fix: 'Choose a paper account, or write paper_only = false under [safety] to trade with real money.',
  };
}

function wrongPort(accountId: string, port: number, usual: AccountKind): Problem {
  const [is, other] = usual === 'live' ? ['paper', 'live'] : ['live', 'paper'];
  return {
    code: 'safety.wrong-port',
    where: `${accountId} at port ${port}`,
    found: `a ${is} account behind the usual port of ${other} accounts`,
    expected: 'account and port of one kind: 4002 and 7497 for paper, 4001 and 7496 for live',
    fix: 'Correct the account or the port, or give the gateway a port of its own.',
  };
}

function unnamed(accountId: string): Problem {
  const kind = kindOfAccount(accountId);
  return {
    code: 'safety.account-kind',
    where: accountId,
    found: "--confirm alone, and a gateway that is not this tool's simulator",
    expected: 'the kind of account that is meant, beyond the simulator',
    fix: `Use --${kind} instead of --confirm.`,
  };
}

function otherKind(accountId: string, wanted: AccountKind): Problem {
  const kind = kindOfAccount(accountId);
  return {
    code: 'safety.account-kind',
    where: accountId,
    found: `--${wanted}, and a ${kind} account`,
    expected: `a ${wanted} account`,
    fix: `Choose a ${wanted} account, or use --${kind}.`,
  };
}

function unseenAndLive(accountId: string): Problem {
  return {
    code: 'safety.account-kind',
    where: accountId,
    found: '--yes, and a live account',
    expected: '--live beside --yes, before real money is traded unasked',
    fix: 'Answer the question yourself, or use --live --yes.',
  };
}
