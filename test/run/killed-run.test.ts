/* Five of the points of `npm run soak:kill`, whole programs over the socket. */
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { disagreement, live, type Ending, type KillPoint } from '../../bench/soak-kill/story.ts';

let home: string;
let whole: Ending;
const program = (): string => join(home, 'soak-kill.mjs');

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'killed-'));
  await build({
    entryPoints: [join(import.meta.dirname, '../../bench/soak-kill.ts')],
    outfile: program(),
    bundle: true,
    format: 'esm',
    platform: 'node',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'silent',
  });
  whole = await live(program(), join(home, 'whole'), undefined);
}, 60_000);

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

it('the run that nobody kills sends twelve orders', () => {
  expect(whole.codes).toEqual([0]);
  expect(Object.keys(whole.traded)).toHaveLength(12);
  expect(whole.differences).toEqual([]);
});

it.concurrent.each<[string, KillPoint]>([
  ['after it began, before its first order', { entry: 1, when: 'after' }],
  ['with an order written down and not sent', { entry: 2, when: 'after' }],
  ['with an order sent and nothing heard of it', { entry: 3, when: 'before' }],
  ['in the middle of the sells', { entry: 20, when: 'after' }],
  ['in the middle of the buys', { entry: 90, when: 'before' }],
])(
  'a run that is killed %s ends with the approved trades, each once',
  async (_what, point) => {
    const ended = await live(program(), join(home, `${point.entry}-${point.when}`), point);
    expect([disagreement(ended, whole), ended.codes[0]]).toEqual([undefined, null]);
  },
  60_000,
);
