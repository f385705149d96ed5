import { join } from 'node:path';
import { format } from 'prettier';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { price as marketPrice } from '../../simulator/engine/price.ts';
import { Transcript } from './transcript.ts';

let transcript: Transcript;

beforeEach(async () => {
  transcript = new Transcript();
  await transcript.startSimulator();
});

afterEach(async () => {
  await transcript.close();
});

/** What the reader wants to hold. */
const PORTFOLIOS = `ETF,GROWTH,CALM
VTI,60%,20%
VEA,25%,10%
BND,,65%
GLD,10%,5%
`;

it('docs/tutorial.md is what happens', async () => {
  await firstFiles(transcript);
  await firstPlan(transcript);
  await firstTrades(transcript);
  await trouble(transcript);
  const page = await format(transcript.page(), { parser: 'markdown', printWidth: 100 });
  await expect(page).toMatchFileSnapshot(join(import.meta.dirname, '../../docs/tutorial.md'));
}, 60_000);

async function firstFiles(t: Transcript): Promise<void> {
  t.say(`# The first hour

Everything here happens on the simulator, with money that does not exist. It is made by running the
commands (\`npm run tutorial\`), and a test holds it fresh. Replaced are ports, times, names of runs,
digests of plans, and the folder: yours are others. Lines that only say that an order is at work are
left out.

You have installed the program ([README](../README.md)) and opened two terminals. In the first one the
simulator is started; it is the broker for the next hour:

\`\`\`text
$ tws-sim --port 4002 --scenario samples/scenarios/tutorial.yaml
\`\`\`

In the second one, in an empty folder, \`init\` writes two files to begin with.`);
  await t.run('rebalance init --account DU1234567 --port 4002');
  t.say(`\`settings.ini\` says where the broker is, which account is meant and how you want it done.
Open it: each line is explained. \`portfolios.csv\` says what you want to hold. Write your own, one column
for each model portfolio:`);
  t.write('portfolios.csv', PORTFOLIOS);
  t.say(`The mix of the two goes into \`settings.ini\`. This one has two mistakes in it, and the file
above has one as well. \`validate\` reads both before anything else does.`);
  t.write(
    'settings.ini',
    `[ibkr]
port = 4002
read_only = true

[accounts]
ids = DU1234567

[models]
growth = 0.7
calm = 0.2

[rebalance]
min_oder_usd = 200
unlisted_etfs = hold

[execution]
max_open_orders = 1
`,
  );
  await t.run('rebalance validate');
  t.say(`Each line says where, what is there, what is expected, and what to do. So: GLD to 15%,
\`calm = 0.3\`, and \`min_order_usd\`.`);
  t.edit('portfolios.csv', 'GLD,10%,5%', 'GLD,15%,5%');
  t.edit('settings.ini', 'calm = 0.2', 'calm = 0.3');
  t.edit('settings.ini', 'min_oder_usd', 'min_order_usd');
  await t.run('rebalance validate');
}

async function firstPlan(t: Transcript): Promise<void> {
  t.say(`## A plan

\`doctor\` connects and looks at everything that a run needs. It changes nothing.`);
  await t.run('rebalance doctor');
  t.say(
    `Without a flag \`rebalance\` makes a plan and shows it. Nothing is sent, whatever you do.`,
  );
  await t.run('rebalance');
  t.say(`Drift is what you hold less what you want, in percent of the account. Sells stand first,
because they pay for the buys. Why a line is as it is:`);
  await t.run('rebalance explain BND');
}

async function firstTrades(t: Transcript): Promise<void> {
  t.say(`## Trading, on paper

\`--paper\` means: show the plan, ask, and send it, but only to a paper account.`);
  await t.run('rebalance --paper');
  t.say(`It does not: \`read_only = true\` is still in the settings, where every file begins. Write
\`read_only = false\`. This time the answer is given beforehand, with \`--yes\`; without it you are asked
\`Proceed? [y/N]\`, and only y or yes is a yes.`);
  t.edit('settings.ini', 'read_only = true', 'read_only = false');
  await t.run('rebalance --paper --yes');
  t.say(`In a terminal the open orders are shown in a picture that changes in place. The report is
one HTML file: open it in a browser. What has been traded so far:`);
  await t.run('rebalance history');
}

async function trouble(t: Transcript): Promise<void> {
  t.say(`## When you change your mind

The simulator is started again with a broker that takes its time: \`delay_ms: 300\` in the scenario; and
the market falls while the first order is on its way, so that its limit is not reached. Press Ctrl-C. A
terminal asks whether the open orders are to be left at the broker; once more Ctrl-C, or no terminal as
here, cancels them.`);
  await t.startSimulator((scenario) => scenario.replace('delay_ms: 5', 'delay_ms: 300'));
  t.edit('settings.ini', /port = \d+/.exec(t.read('settings.ini'))?.[0] ?? '', 'port = 4002');
  const stoppedRests = fallsOutOfReach(t);
  const stopped = t.begin('rebalance --paper --yes');
  await stoppedRests;
  await stopped.printed('sent as order');
  stopped.kill('SIGINT');
  await stopped.ended;
  t.say(`## When the computer dies

The same once more, and in the middle of it the program is killed: \`kill -9\`, or the power fails.`);
  rises(t);
  const killedRests = fallsOutOfReach(t);
  const killed = t.begin('rebalance --paper --yes');
  await killedRests;
  await killed.printed('sent as order');
  killed.kill('SIGKILL');
  await killed.ended;
  t.say(`The order is still at the broker. The next run knows that, and does not trade.`);
  await t.run('rebalance --paper --yes');
  t.say(`Meanwhile the market rises again, and the order is filled with nobody watching. \`recover\` asks
the broker what became of every order. Without a flag it sends nothing.`);
  rises(t);
  await vi.waitUntil(() => t.simulator.engine.openOrders().length === 0, { timeout: 20_000 });
  await t.run('rebalance recover');
  t.say(
    `With \`--paper\` it asks, and trades what was approved and not done, never more than that.`,
  );
  await t.run('rebalance recover --paper --yes');
  t.say(
    `That is the program. The next stop is [your own gateway](gateway.md), with a paper account.`,
  );
}

/** As soon as an order is at the broker the market goes away from it; resolves when it rests there. */
function fallsOutOfReach(t: Transcript): Promise<void> {
  const { engine } = t.simulator;
  return new Promise((resolve) => {
    const end = engine.listen((event) => {
      if (event.kind === 'order') setImmediate(falls);
      if (event.kind !== 'status' || event.order.status !== 'Submitted') return;
      end();
      resolve();
    });
    const falls = (): void => {
      t.simulator.setQuote('VTI', { bid: marketPrice('292.19'), ask: marketPrice('292.21') });
    };
  });
}

function rises(t: Transcript): void {
  t.simulator.setQuote('VTI', { bid: marketPrice('292.39'), ask: marketPrice('292.41') });
}
