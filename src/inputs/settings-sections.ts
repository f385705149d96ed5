import { symbolOverride } from './broker-kinds.ts';
import { mixShare } from './number-kinds.ts';
import type { ValueKind } from './value-kind.ts';

/** The sections with a fixed list of keys. */
export const SECTIONS = {
  ibkr: 'How TWS or IB Gateway is reached.',
  accounts: 'Which accounts are planned, and from which portfolios file.',
  rebalance: 'When something is traded, and how much.',
  pricing: 'Which prices the account is valued at.',
  limits: 'How limit prices are computed.',
  fx: 'Converting other currencies to US dollars before buying.',
  execution: 'How orders are sent and followed.',
  safety: 'What stops a run.',
  io: 'Reports and logs.',
} as const;

/** A section whose keys are names of the user's own. */
export interface FreeSection<Value = unknown> {
  readonly about: string;
  /** What its keys are. */
  readonly keys: string;
  readonly kind: ValueKind<Value>;
}

/** The sections with keys of the user's own. */
export const FREE_SECTIONS = {
  models: {
    about: 'The model mix: the weight of each model portfolio. All together are 1 +/- 0.001.',
    keys: 'the name of a model portfolio',
    kind: mixShare,
  },
  symbol_overrides: {
    about: 'How a symbol is found at the broker when SMART does not find exactly one ETF.',
    keys: 'a symbol of the portfolios file',
    kind: symbolOverride,
  },
} as const satisfies Record<string, FreeSection>;

/** Sections named `[account:ID]` change other keys for one account. */
export const ACCOUNT_SECTION = {
  prefix: 'account:',
  about: 'Other values of keys for one account.',
} as const;
