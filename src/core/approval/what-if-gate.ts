import { fixForRefusal, refusesFractions } from '../orders/broker-codes.ts';
import type { WhatIfAnswer } from '../orders/what-if.ts';
import type { TradePlan } from '../plan/trade-plan.ts';
import type { RequireWhatIf } from '../settings.ts';
import type { Problem } from '../units/problem.ts';
import { asUsd, formatUsd, sumUsd } from '../units/usd.ts';

/** One buy that was asked about, and what the broker said. */
export interface AskedBuy {
  readonly symbol: string;
  readonly answer: WhatIfAnswer;
}

/** What the answers mean for the plan. */
export interface WhatIfVerdict {
  /** What must not be sent: the whole plan waits, since its sells would be for nothing. */
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  /** The sum of the changes in words; undefined when the broker gave no figure. */
  readonly estimate: string | undefined;
}

/** How the broker words that money is lacking, which the sells of the plan may bring. */
const LACK_OF_FUNDS = /margin|buying power|available funds|equity with loan|insufficient|\bcash\b/i;

/** Judges the answers for the buys of a plan. */
export function judgeWhatIfs(
  plan: TradePlan,
  asked: readonly AskedBuy[],
  required: RequireWhatIf,
): WhatIfVerdict {
  const { accountId } = plan;
  const bringsCash = plan.sells.length > 0 || plan.fx.kind === 'convert';
  const problems: Problem[] = [];
  const warnings: string[] = [];
  for (const { symbol, answer } of asked) {
    if (answer.kind !== 'refused') continue;
    const where = `${accountId} BUY ${symbol}`;
    const words = `${answer.code}: ${answer.text}`;
    const forFunds = LACK_OF_FUNDS.test(answer.text);
    if (forFunds && bringsCash) {
      warnings.push(`${where}: refused as things are, before the plan has brought cash. ${words}`);
    } else problems.push(wouldBeRefused(where, words, codeOf(answer.code, forFunds)));
  }
  const silent = asked.flatMap(({ symbol, answer }) => (answer.kind === 'silent' ? [symbol] : []));
  if (silent.length > 0 && required === 'true') problems.push(noFigures(accountId, silent));
  if (silent.length > 0 && required !== 'true') {
    warnings.push(`The broker gave no margin figures for ${silent.join(', ')}.`);
  }
  return { problems, warnings, estimate: estimateOf(asked) };
}

/** Each alone against the account of now: their sum is an estimate, and no promise. */
function estimateOf(asked: readonly AskedBuy[]): string | undefined {
  const margins = asked.flatMap(({ answer }) => (answer.kind === 'margins' ? [answer] : []));
  if (margins.length === 0) return undefined;
  const signed = (amounts: Iterable<bigint>): string => {
    const sum = sumUsd([...amounts].map(asUsd));
    return `${sum < 0n ? '' : '+'}${formatUsd(sum, { grouped: true })}`;
  };
  const initial = signed(margins.map((each) => each.initial));
  const maintenance = signed(margins.map((each) => each.maintenance));
  return (
    `What-if of ${margins.length} buys, each alone against the account of now: ` +
    `initial margin ${initial}, maintenance margin ${maintenance} (an estimate).`
  );
}

function codeOf(code: number, forFunds: boolean): Problem['code'] {
  if (refusesFractions(code)) return 'orders.fractional';
  return forFunds ? 'orders.no-funds' : 'orders.not-permitted';
}

function wouldBeRefused(where: string, words: string, code: Problem['code']): Problem {
  return {
    code,
    where,
    found: `an order that the broker would refuse (${words})`,
    expected: 'an order that it would take, before anything is sold for it',
    fix:
      fixForRefusal(words) ??
      'Settle it with the broker, or change the model portfolios or settings that ask for it.',
  };
}

function noFigures(accountId: string, symbols: readonly string[]): Problem {
  return {
    code: 'safety.no-whatif',
    where: `${accountId} ${symbols.join(', ')}`,
    found: 'no margin figures from the broker',
    expected: 'an answer to what each buy would do to the margin (require_whatif = true)',
    fix: 'Run again, or write require_whatif = warn under [safety].',
  };
}

/** A question that the broker took for an order. Nobody may go on before a person has looked. */
export function whatIfAlive(accountId: string, told: string): Problem {
  return {
    code: 'orders.whatif-alive',
    where: accountId,
    found: `a what-if that the broker treats as an order (${told})`,
    expected: 'an answer, and nothing else',
    fix: 'Look into TWS for an order with a reference that begins with wi. and cancel it.',
  };
}
