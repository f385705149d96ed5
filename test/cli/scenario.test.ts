import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { scenario } from '../../src/cli/commands/scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const QUIET = `# Nothing to do.
gateway:
  accounts: [{ cash: { USD: 10200 }, positions: { VTI: 199, BND: 400 } }]
  quotes: { VTI: 250, BND: 100 }
run:
  settings: { rebalance.per_holding_band_bps: 75 }
  portfolios: { VTI: 50%, BND: 40%, CASH: 10% }
`;

async function run(
  text: string | undefined,
  how: { readonly update?: boolean; readonly socket?: boolean } = {},
) {
  const path = join(folder, 'my.yaml');
  if (text !== undefined) writeFileSync(path, text);
  const [out, err]: [string[], string[]] = [[], []];
  const streams = { out: (each: string) => out.push(each), err: (each: string) => err.push(each) };
  const request = { files: [path], update: false, socket: false, ...how };
  const exit = await scenario(request, streams);
  return { exit, out: out.join(''), err: err.join(''), path, text: readFileSync(path, 'utf8') };
}

it('a new scenario gets what happened written below it, and then goes as its file says', async () => {
  const updated = await run(QUIET, { update: true });
  expect(updated.exit).toBe(0);
  expect(updated.text).toBe(
    `${QUIET}\nexpect:\n  exit: 0\n  orders: []\n  books:\n    DU1: { USD: '10200.00', VTI: 199, BND: 400 }\n`,
  );
  for (const socket of [false, true]) {
    const again = await run(undefined, { socket });
    expect([again.exit, again.out, again.err]).toEqual([0, '1 scenario: all as expected.\n', '']);
  }
});

it('so does one with an empty place for it', async () => {
  const updated = await run(`${QUIET}expect:\n`, { update: true });
  expect([updated.exit, updated.err]).toEqual([0, '']);
  expect(updated.text).toContain('expect:\n  exit: 0\n  orders: []\n');
});

it('one that expects nothing shows what happened', async () => {
  const { exit, out } = await run(QUIET);
  expect(exit).toBe(0);
  expect(out).toContain('Nothing to trade.');
  expect(out).toContain('my.yaml expects nothing: --update writes what happened into it.');
});

it('one that goes otherwise ends with 21, its line and both versions', async () => {
  const wrong = `${QUIET}expect: # what I think\n  exit: 13\n  orders: [SELL 1 VTI]\n  says: [no such words]\n`;
  const { exit, out, err, path } = await run(wrong);
  expect(exit).toBe(21);
  expect(out).toContain(`${path}:9 exit (- expected, + happened)\n  - 13\n  + 0\n`);
  expect(out).toContain(`${path}:10 orders (- expected, + happened)\n  - SELL 1 VTI\n`);
  expect(err).toContain(`${path}: differences in exit, says, orders; expected what the file says`);
});

it('an update leaves alone what somebody wrote in words of their own', async () => {
  const { text } = await run(
    `${QUIET}expect:\n  # The answer to everything.\n  exit: 13\n  problems: [settings.account]\n  says:\n    - Nothing to trade\n  plan: |\n    symbol  action\n  steps:\n    - { exit: 13, outcome: traded }\n  story: [a]\n\n# The end.\n`,
    { update: true },
  );
  expect(text).toBe(
    `${QUIET}expect:\n  # The answer to everything.\n  exit: 0\n  problems: []\n  says:\n    - Nothing to trade\n  plan: |\n    symbol  action\n    BND     NONE\n    VTI     NONE\n    CASH    NONE\n  steps:\n    - { exit: 0, outcome: nothing-to-do }\n  story: []\n\n# The end.\n`,
  );
});

it('a mistake in a file ends with 2', async () => {
  const { exit, out, err, path } = await run(QUIET.replace('settings', 'setings'));
  expect([exit, out]).toEqual([2, '1 scenario: 0 differ, 1 mistake in files.\n']);
  expect(err).toContain(`${path}:6: the key setings; expected one of`);
});

it('a fault that only a socket has is named, with its line and what to write', async () => {
  const wire = QUIET.replace(
    'run:',
    '  events: [{ on: { answer: POSITION_END }, do: drop }]\nrun:',
  );
  const { exit, err } = await run(wire);
  expect(exit).toBe(2);
  expect(err).toMatch(
    /my\.yaml:5: gateway\.events\[0\]: there is no POSITION_END in process; expected .*socket: only/,
  );
});
