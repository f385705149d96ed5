import { blendTargets, type TargetWeights } from './core/plan/blend-targets.ts';
import type { Settings } from './core/settings.ts';
import type { Problem } from './core/units/problem.ts';
import { failure, success, type Result } from './core/units/result.ts';
import type { EffectiveSetting } from './inputs/effective-settings.ts';
import type { AccountInputs } from './inputs/read-inputs.ts';
import type { Gateway } from './ports.ts';

/** An account of a run: who it is, by which settings, and what it is to be. */
export interface Account {
  readonly accountId: string;
  readonly settings: Settings;
  readonly effective: readonly EffectiveSetting[];
  readonly targets: TargetWeights;
}

/**
 * The accounts of the settings that this login sees, in their order, and what is wrong with the
 * others. One that cannot be chosen keeps no other back.
 */
export function chooseAccounts(
  accounts: readonly AccountInputs[],
  gateway: Pick<Gateway, 'accounts'>,
): { readonly chosen: readonly Account[]; readonly problems: readonly Problem[] } {
  const chosen: Account[] = [];
  const problems: Problem[] = [];
  for (const inputs of accounts) {
    const account = chooseAccount(inputs.accountId, gateway);
    if (account.ok) chosen.push(accountOf(account.value, inputs));
    else problems.push(...account.problems);
  }
  return { chosen, problems };
}

/** An account with what the files say about it. */
export function accountOf(
  accountId: string,
  { settings, effective, portfolios }: AccountInputs,
): Account {
  return {
    accountId,
    settings,
    effective,
    targets: blendTargets(portfolios, settings.modelMix),
  };
}

/** The account, if one is named, this login sees it, and it holds positions of its own. */
export function chooseAccount(
  accountId: string | undefined,
  { accounts }: Pick<Gateway, 'accounts'>,
): Result<string> {
  const visible = accounts.join(', ');
  const problem = (found: string, expected: string, fix: string): Result<string> => {
    const where = 'settings.ini [accounts] ids';
    return failure<string>([{ code: 'settings.account', where, found, expected, fix }]);
  };
  if (accountId === undefined) {
    return problem(
      'no account',
      `one of the accounts of this login: ${visible}`,
      'Write ids = <account>.',
    );
  }
  if (!accounts.includes(accountId)) {
    return problem(
      accountId,
      `an account of this login: ${visible}`,
      'Correct the id, or log in with the right user.',
    );
  }
  if (/^D?F\d|^All$/i.test(accountId)) {
    return problem(
      `${accountId}, an adviser's master account`,
      'an account that holds positions of its own',
      'Write the id of the client account.',
    );
  }
  return success(accountId);
}

/** The accounts that the settings choose, for what needs no connection. */
export function namedAccounts(accounts: readonly AccountInputs[]): Result<readonly Account[]> {
  const named = accounts.flatMap((each) =>
    each.accountId === undefined ? [] : [accountOf(each.accountId, each)],
  );
  if (named.length > 0) return success(named);
  return failure([
    {
      code: 'settings.account',
      where: 'settings.ini [accounts] ids',
      found: 'no account',
      expected: 'the account that is meant',
      fix: 'Write ids = <account>.',
    },
  ]);
}
