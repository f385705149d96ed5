import { describe, expect, it } from 'vitest';
import { planTrades } from '../core/plan/plan-trades.ts';
import type { Trigger } from '../core/settings.ts';
import { perHolding, plannerInput, totalDrift } from '../core/testing/example-account.ts';
import { reportDrift, type DriftReport } from './drift-report.ts';

/** 10,000 dollars in two halves, of which AA has so many dollars in shares of 10. */
function reported(trigger: Trigger, held: string): DriftReport {
  const { targets, snapshot, settings } = plannerInput({
    etfs: [
      { symbol: 'AA', weight: '50', held, price: '10' },
      { symbol: 'BB', weight: '50', held: String(1000 - Number(held)), price: '10' },
    ],
    cash: '0',
    rebalance: { trigger },
  });
  const plan = planTrades(targets, snapshot, settings);
  if (!plan.ok) throw new Error('the example can be planned');
  return reportDrift(plan.value, trigger);
}

describe('the report of the drift', () => {
  it('counts a drift of exactly the band as in band, and a share more as drifted', () => {
    const band = perHolding('100');
    expect(reported(band, '510').drifted).toBe(false);
    expect(reported(band, '511').drifted).toBe(true);
    expect(reported(band, '510').text).toMatch(/is in band\.\n2 holdings need no trade\./);
  });

  it('with total_drift holds the sum of all drifts against the band', () => {
    // Both halves are off by 100 bps: 200 together.
    expect(reported(totalDrift('200'), '510').drifted).toBe(false);
    expect(reported(totalDrift('199'), '510').drifted).toBe(true);
  });

  it('shows the largest drift first, and what is done about it', () => {
    const { text, json } = reported(perHolding('0'), '600');
    expect(text).toContain('AA         50.00  60.00   +10.00    1,000  SELL 100');
    expect(json).toMatchObject({
      drifted: true,
      lines: [{ symbol: 'AA', out_of_band: true }, { symbol: 'BB' }],
    });
  });
});
