import { describeProblem } from '../../src/core/units/problem.ts';
import { runOnSimulator } from '../run/simulated-run.ts';

const letters = 'ABCDEFGHIJ';
/** EAA, EAB, ... */
const symbols = Array.from(
  { length: 60 },
  (_, at) => `E${letters[Math.floor(at / 10)] ?? ''}${letters[at % 10] ?? ''}`,
);

/** The HTML reports of a run that trades 60 ETFs on the simulator, some of them in several fills. */
export async function wideReports(): Promise<{ readonly pre: string; readonly post: string }> {
  const held = symbols.slice(0, 20).map((symbol) => `{ symbol: ${symbol}, shares: 1500 }`);
  const weights = symbols.map((symbol, at) => `${symbol},${at < 40 ? 2 : 1}%`);
  const contracts = symbols.map(
    (symbol) => `  - { symbol: ${symbol}, name: 'EXAMPLE INDEX FUND ${symbol} ETF' }`,
  );
  const quotes = symbols.map(
    (symbol, at) =>
      `  ${symbol}: { bid: '${99 + at}.98', ask: '${99 + at}.99', last: '${99 + at}.99', close: '${100 + at}.10' }`,
  );
  const run = await runOnSimulator({
    gateway: `accounts:
  - id: DU1
    cash: { USD: '2000000.00' }
    positions: [${held.join(', ')}]
contracts:
${contracts.join('\n')}
quotes:
${quotes.join('\n')}
fills: { delay_ms: 1, max_shares_per_fill: 400 }
`,
    portfolios: `ETF,MAIN\n${weights.join('\n')}\n`,
  });
  const { 'pre.html': pre, 'post.html': post } = run.files;
  if (pre === undefined || post === undefined) {
    throw new Error(run.outcome.problems.map(describeProblem).join('\n'));
  }
  const lives = post.match(/class="life"/g)?.length;
  if (lives !== 60) throw new Error(`${String(lives)} of 60 orders: ${run.screen}`);
  return { pre, post };
}
