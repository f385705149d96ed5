/* `rebalance doctor` and what is wrong on this machine. */
import { describe, expect, it } from 'vitest';
import type { MachinePorts } from '../../src/cli/checkup/check-machine.ts';
import type { Problem } from '../../src/core/units/problem.ts';
import { failure } from '../../src/core/units/result.ts';
import { examine } from './examine.ts';
import { memoryJournals } from './simulated-run.ts';

describe('rebalance doctor, on this machine', () => {
  const locked: Problem = {
    code: 'safety.locked',
    where: 'DU1',
    found: 'another run (process 7)',
    expected: 'one run in an account at a time',
    fix: 'Wait until it has ended.',
  };

  it.each<readonly [string, Partial<MachinePorts>, number, string, string]>([
    [
      'a kill switch file',
      { fileExists: () => true },
      12,
      'the kill switch file is there',
      'rebalance kill --off',
    ],
    [
      'a report folder that cannot be written',
      { whyUnwritable: (path) => (path === '/state' ? undefined : 'EACCES: permission denied') },
      1,
      'EACCES: permission denied',
      'report_dir under [io]',
    ],
    [
      'a state folder that cannot be written',
      { whyUnwritable: (path) => (path === '/state' ? 'ENOSPC: no space left' : undefined) },
      12,
      '/state: ENOSPC: no space left',
      'nothing is sent without a journal',
    ],
    [
      'an account that another run has',
      { holdersOf: () => [locked] },
      15,
      'another run (process 7)',
      'Wait until it has ended.',
    ],
  ])('finds %s', async (_what, machine, code, fault, fix) => {
    const examined = await examine({ machine });
    expect(examined.faults).toContain(fault);
    expect(examined.first).toContain(fix);
    expect(examined.code).toBe(code);
  });

  it('finds an interrupted run', async () => {
    const journals = memoryJournals();
    const damaged: Problem = { ...locked, code: 'journal.damaged', found: 'a changed line' };
    const { code, faults } = await examine({
      machine: {
        journals: { ...journals, all: () => [failure([damaged])] },
      },
    });
    expect([code, faults]).toEqual([14, expect.stringContaining('a changed line')]);
  });

  it('lists every mistake of the files and ends there', async () => {
    const { code, lines, first } = await examine({
      settings: '[rebalance]\nno_such_key = 1\n',
      portfolios: 'ETF,MAIN\nVTI,50%\n',
    });
    // Of several, the later in the order of docs/exit-codes.md: here that of the portfolios.
    expect(code).toBe(4);
    expect(lines.filter((line) => line.startsWith('fault    files'))).toHaveLength(2);
    expect(lines.filter((line) => !line.startsWith('fault'))).toHaveLength(2);
    expect(first).toMatch(/^First: settings\.ini:\d+: Delete the line\./);
  });
});
