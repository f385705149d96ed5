/*
 * `npm run bench:sizing -- --seed S [--instances N] [--without-oracle]` plans a published corpus of
 * accounts and compares every plan with the best possible by HiGHS, with the greedy of the
 * requirements and with its own certificate; then small accounts with every choice of buys there is.
 * It ends with 1 when a promise is broken. See bench/README.md.
 */
import { numberAfter } from './arguments.ts';
import { corpus, CORPUS_SIZE } from './sizing/corpus.ts';
import { loadOracle } from './sizing/highs-oracle.ts';
import { FigureSheet } from './figures.ts';
import { BAR_BPS, measure, type Measured } from './sizing/measure.ts';
import { report } from './sizing/report.ts';
import { measureSmall } from './sizing/small.ts';

const seed = numberAfter('--seed', 1);
const instances = numberAfter('--instances', CORPUS_SIZE);
const oracle = process.argv.includes('--without-oracle') ? undefined : await loadOracle(60);

const stride = Math.max(1, Math.floor(CORPUS_SIZE / instances));
const measured: Measured[] = [];
let number = 0;
for (const instance of corpus(seed)) {
  if (number % stride === 0) measured.push(measure(instance, oracle));
  number += 1;
}
const small = measureSmall(seed, 2_000);
const lines = report(measured, small, seed);
process.stdout.write(`${lines.join('\n')}\n`);

const known = measured.flatMap(({ cut, gap }) => (cut || gap === undefined ? [] : [gap]));
const within = known.filter((gap) => gap <= BAR_BPS).length;
const sheet = new FigureSheet();
if (oracle !== undefined) {
  const what = `plans within ${BAR_BPS} bps of the best possible, of ${known.length} where no row cut a buy`;
  sheet.add({ what, unit: '%', values: [(100 * within) / known.length], bar: { least: 99.9 } });
}
const promises = measured.reduce((sum, { broken }) => sum + broken.length, small.broken);
const what = `promises broken in ${measured.length + small.accounts} plans`;
sheet.add({ what, unit: '', values: [promises], bar: { most: 0 } });
process.exitCode = measured.some(({ broken }) => broken.length > 0) || small.broken > 0 ? 1 : 0;
