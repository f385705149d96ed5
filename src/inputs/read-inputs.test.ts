import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeProblem, exitCodeOf } from '../core/units/problem.ts';
import type { InputFiles } from '../ports.ts';
import { inspectInputs, readInputs } from './read-inputs.ts';

const SETTINGS = '[models]\na = 1\n[accounts]\nids = DU1\n';
const PORTFOLIOS = 'ETF,A\nVTI,100\n';

/** Files by path; what is an error is thrown. */
const filesOf = (contents: Record<string, string | Error>): InputFiles => ({
  read: (path) => {
    const content = contents[path] ?? systemError('ENOENT');
    if (content instanceof Error) throw content;
    return Buffer.from(content);
  },
  environment: {},
});

const systemError = (code: string) => Object.assign(new Error(`${code}: words`), { code });
const ini = join('etc', 'settings.ini');
const csv = join('etc', 'portfolios.csv');
const paths = { settingsPath: ini, portfoliosPath: undefined };

const sentences = (contents: Record<string, string | Error>) => {
  const result = readInputs(paths, filesOf(contents));
  return result.ok ? [] : result.problems.map(describeProblem);
};

describe('the files', () => {
  it('lie beside the settings, and what they name lies there too', () => {
    const result = readInputs(paths, filesOf({ [ini]: SETTINGS, [csv]: PORTFOLIOS }));
    expect(result).toMatchObject({
      ok: true,
      value: { reportDir: join('etc', 'reports'), killSwitchFile: join('etc', 'KILL_SWITCH') },
    });
  });

  it('may be elsewhere', () => {
    const settings = `${SETTINGS}path = mine.csv\n[io]\nreport_dir = /var/reports`;
    const files = filesOf({
      [ini]: settings,
      [join('etc', 'mine.csv')]: PORTFOLIOS,
      b: PORTFOLIOS,
    });
    expect(inspectInputs(paths, files)).toMatchObject({
      inputs: { reportDir: '/var/reports' },
      portfoliosPaths: [join('etc', 'mine.csv')],
    });
    const flag = { ...paths, portfoliosPath: 'b' };
    expect(inspectInputs(flag, files).portfoliosPaths).toEqual(['b']);
  });

  it.each([
    ['ENOENT', 'there is no such file', 'Name the file with --csv.'],
    ['ENOTDIR', 'a part of its path is no folder', 'Name the file with --csv.'],
    ['EISDIR', 'it is a folder', 'Name the file with --csv.'],
    ['EACCES', 'this user may not read it', 'Change its permissions, or its owner.'],
    ['EPERM', 'this user may not read it', 'Change its permissions, or its owner.'],
    ['EBUSY', 'another program holds it', 'Close it there and run again.'],
    ['EIO', 'it cannot be read (EIO: words)', 'Name the file with --csv.'],
  ])('that cannot be read are named: %s', (code, found, fix) => {
    expect(sentences({ [ini]: SETTINGS, [csv]: systemError(code) })).toEqual([
      `${csv}: ${found}; expected a text file. ${fix}`,
    ]);
  });

  it('are not looked for when there are no settings', () => {
    expect(sentences({})).toEqual([
      `${ini}: there is no such file; expected a text file. Name the file with --ini.`,
    ]);
  });
});

describe('the problems of both files', () => {
  it('are told together, and the exit code is that of the worse', () => {
    const files = filesOf({ [ini]: `${SETTINGS}[ibkr]\nport = x`, [csv]: 'ETF,A\nVTI,99' });
    const result = readInputs(paths, files);
    const problems = result.ok ? [] : result.problems;
    expect(problems.map(({ code }) => code)).toEqual(['settings.bad-value', 'portfolios.sum']);
    expect(exitCodeOf(problems)).toBe(4);
  });

  it('are told together when the weight of a model portfolio cannot be read', () => {
    const files = { [ini]: '[models]\na = x', [csv]: 'ETF,A\nVTI,99' };
    expect(sentences(files)).toHaveLength(2);
  });

  it('are those of the settings while no model portfolio is known', () => {
    expect(sentences({ [ini]: '[io]', [csv]: 'ETF,A\nVTI,99' })).toHaveLength(1);
    expect(sentences({ [ini]: '[io]' })).toHaveLength(2);
  });

  it('follow the settings that decide about borrowing', () => {
    const settings = `${SETTINGS}[rebalance]\nmax_leverage = 1.5`;
    const borrows = (percent: number): string => `ETF,A\nVTI,${100 + percent}\nCASH,-${percent}`;
    expect(sentences({ [ini]: SETTINGS, [csv]: borrows(50) })[0]).toContain(
      'expected no borrowing',
    );
    expect(sentences({ [ini]: settings, [csv]: borrows(50) })).toEqual([]);
    expect(sentences({ [ini]: settings, [csv]: borrows(50.05) })).toEqual([]);
    expect(sentences({ [ini]: settings, [csv]: borrows(50.06) })).toEqual([
      '[rebalance] max_leverage (etc/settings.ini:6): target weights that add up to 150.06%, with max_leverage = 1.5; expected target weights that add up to no more than max_leverage. Borrow less in the CASH rows of the model portfolios, or raise max_leverage.',
    ]);
    const allowed = `${SETTINGS}[rebalance]\nallow_margin = true`;
    expect(sentences({ [ini]: allowed, [csv]: borrows(50) })[0]).toContain(
      '[rebalance] max_leverage (default): target weights that add up to 150.00%',
    );
  });
});
