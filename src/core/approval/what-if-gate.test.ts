import { describe, expect, it } from 'vitest';
import type { WhatIfAnswer } from '../orders/what-if.ts';
import type { RequireWhatIf } from '../settings.ts';
import { planOf } from '../testing/example-plan.ts';
import type { Example } from '../testing/example-account.ts';
import { PROBLEMS } from '../units/problem.ts';
import { usd } from '../units/usd.ts';
import { judgeWhatIfs } from './what-if-gate.ts';

/** VTI is sold and BND bought with what it brings. */
const swap: Example = {
  etfs: [
    { symbol: 'VTI', weight: '50', held: '60', price: '100' },
    { symbol: 'BND', weight: '50', held: '40', price: '100' },
  ],
};
const buyOnly: Example = { cash: '10000', etfs: [{ symbol: 'BND', weight: '50', price: '100' }] };

const margins = (initial: string, maintenance: string): WhatIfAnswer => ({
  kind: 'margins',
  initial: usd(initial),
  maintenance: usd(maintenance),
});
const refused = (code: number, text: string): WhatIfAnswer => ({ kind: 'refused', code, text });
const funds = refused(201, 'Order rejected - reason: EQUITY WITH LOAN VALUE IS NOT ENOUGH');
const closingOnly = refused(201, 'Order rejected - reason: only closing orders are accepted');

function judged(
  answers: readonly WhatIfAnswer[],
  { example = swap, required = 'warn' }: { example?: Example; required?: RequireWhatIf } = {},
) {
  const asked = answers.map((answer, at) => ({ symbol: `S${at}`, answer }));
  const { problems, warnings, estimate } = judgeWhatIfs(planOf(example), asked, required);
  const codes = problems.map(({ code }) => `${code} ${PROBLEMS[code][0]}`);
  return { codes, warnings, estimate };
}

describe('the answers to what-ifs', () => {
  it('are summed as an estimate', () => {
    const { codes, warnings, estimate } = judged([margins('500', '250'), margins('-20.5', '10')]);
    expect([codes, warnings]).toEqual([[], []]);
    expect(estimate).toBe(
      'What-if of 2 buys, each alone against the account of now: initial margin +479.50, ' +
        'maintenance margin +260.00 (an estimate).',
    );
  });

  it('that lower the margin have their sign', () => {
    expect(judged([margins('-5', '-1')]).estimate).toContain(
      'initial margin -5.00, maintenance margin -1.00',
    );
  });

  it('for want of funds are a warning where the plan brings cash, and stop it where not', () => {
    const cured = judged([funds]);
    expect(cured.codes).toEqual([]);
    expect(cured.warnings).toHaveLength(1);
    expect(cured.warnings[0]).toContain('before the plan has brought cash. 201: Order rejected');
    const uncured = judged([funds], { example: buyOnly });
    expect([uncured.codes, uncured.warnings]).toEqual([['orders.no-funds 11'], []]);
  });

  it.each<[string, WhatIfAnswer, string]>([
    ['closing only', closingOnly, 'orders.not-permitted 12'],
    ['no permission', refused(460, 'No trading permission'), 'orders.not-permitted 12'],
    ['fractions', refused(10243, 'Fractional-sized order cannot be placed'), 'orders.fractional 9'],
    ['fractions of this account', refused(10248, 'No trading permissions'), 'orders.fractional 9'],
  ])('%s stops the plan, whatever its sells bring', (_, answer, code) => {
    const { codes, warnings } = judged([margins('1', '1'), answer]);
    expect([codes, warnings]).toEqual([[code], []]);
  });

  it.each<[RequireWhatIf, readonly string[], number]>([
    ['true', ['safety.no-whatif 12'], 0],
    ['warn', [], 1],
  ])('that do not come: require_whatif = %s', (required, codes, warned) => {
    const { warnings, ...rest } = judged([{ kind: 'silent' }, { kind: 'silent' }], { required });
    expect(rest).toEqual({ codes, estimate: undefined });
    expect(warnings).toHaveLength(warned);
    if (warned > 0) expect(warnings[0]).toContain('no margin figures for S0, S1');
  });
});
