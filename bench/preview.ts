// How long a preview takes, from the start of the program to the printed plan, over a socket to a
// simulator that is so many milliseconds away.
//     npm run bench:preview -- [--runs 3] [--only 100] [--round-trip 50]
// Cold is a run that remembers nothing; warm is one that finds its contracts in the cache. The two
// floors are what no program can beat that sends at most 45 messages a second, see bench/README.md.
import { markTaken } from '../test/run/proxy.ts';
import { numberAfter, textAfter } from './arguments.ts';
import { FigureSheet, spreadOf } from './figures.ts';
import { fundAccount, type FundAccount } from './preview/funds.ts';
import { RunFolder, runTimed, startFarGateway, type FarGateway } from './preview/program.ts';
import { aligned } from './sizing/report.ts';

const MESSAGES_PER_SECOND = 45;
const only = textAfter('--only');
const counts = only === undefined ? [5, 20, 50, 100, 500] : [Number(only)];
const far = textAfter('--round-trip');
const roundTrips = far === undefined ? [0, 20, 50, 150] : [Number(far)];
const runs = numberAfter('--runs', 3);

/** What one way of running was measured to be. */
interface Measured {
  readonly count: number;
  readonly roundTripMs: number;
  readonly kind: 'cold' | 'warm';
  readonly times: readonly number[];
  readonly messages: number;
  readonly trips: number;
}

/** Where most of the time is waiting for the budget, once says it all, but for the judged one. */
function runsOf(count: number, roundTripMs: number): number {
  return count < 50 || isJudged(count, roundTripMs) ? runs : 1;
}

/** The one preview that DESIGN 15 holds against its floor. */
function isJudged(count: number, roundTripMs: number): boolean {
  return count === 100 && roundTripMs === 50;
}

async function measureCold(
  account: FundAccount,
  gateway: FarGateway,
  often: number,
): Promise<Pick<Measured, 'times' | 'messages' | 'trips'>> {
  const times: number[] = [];
  let [messages, trips] = [0, 0];
  for (let run = 0; run < often; run += 1) {
    await gateway.reset();
    const folder = new RunFolder(account, gateway.port);
    try {
      times.push((await folder.preview()).printedMs);
    } finally {
      folder.remove();
    }
    ({ messages, roundTrips: trips } = await gateway.counts());
  }
  return { times, messages, trips };
}

/** What the simulator lists is never remembered, so a relay takes its mark away. */
async function measureWarm(
  account: FundAccount,
  gateway: FarGateway,
  often: number,
): Promise<Pick<Measured, 'times' | 'messages' | 'trips'>> {
  const proxy = await markTaken(gateway.port);
  const folder = new RunFolder(account, proxy.port);
  try {
    await gateway.reset();
    await folder.preview();
    const times: number[] = [];
    let [messages, trips] = [0, 0];
    for (let run = 0; run < often; run += 1) {
      await gateway.reset();
      times.push((await folder.preview()).printedMs);
      ({ messages, roundTrips: trips } = await gateway.counts());
    }
    return { times, messages, trips };
  } finally {
    folder.remove();
    await proxy.close();
  }
}

async function measure(count: number, roundTripMs: number): Promise<readonly Measured[]> {
  const account = fundAccount(count);
  const gateway = await startFarGateway(account, roundTripMs);
  try {
    const often = runsOf(count, roundTripMs);
    const cold = await measureCold(account, gateway, often);
    const warm = await measureWarm(account, gateway, often);
    return [
      { count, roundTripMs, kind: 'cold', ...cold },
      { count, roundTripMs, kind: 'warm', ...warm },
    ];
  } finally {
    gateway.end();
  }
}

/** The least that a preview can take, in milliseconds (PLANNING C.1); `waits` is for the budget. */
function floorOf(
  { count, roundTripMs, kind }: Measured,
  startMs: number,
  waitMs: (messages: number) => number,
): number {
  const messages = 4 + count * (kind === 'cold' ? 2 : 1);
  return startMs + 3 * roundTripMs + Math.max(roundTripMs, waitMs(messages));
}

/** A bucket of 45 that fills again: what the formula counts with. */
const bucketWait = (messages: number): number =>
  (1000 * Math.max(0, messages - MESSAGES_PER_SECOND)) / MESSAGES_PER_SECOND;
/** At most 45 in any second, which a bucket does not keep: what the gateway counts with. */
const windowWait = (messages: number): number =>
  1000 * Math.floor((messages - 1) / MESSAGES_PER_SECOND);

const sheet = new FigureSheet();
const empty: number[] = [];
for (let run = 0; run < 5; run += 1) {
  empty.push((await runTimed(['--eval', '0'], { cwd: '.' })).tookMs);
}
const startMs = spreadOf(empty).median;
sheet.add({ what: 'an empty Node process', unit: 'ms', values: empty });

const measured: Measured[] = [];
for (const count of counts) {
  if (count >= 500) {
    // They wait for the budget nearly all the time, so they do not disturb each other.
    const all = await Promise.all(roundTrips.map((roundTripMs) => measure(count, roundTripMs)));
    measured.push(...all.flat());
  } else {
    for (const roundTripMs of roundTrips) measured.push(...(await measure(count, roundTripMs)));
  }
  process.stderr.write(`${count} symbols are done\n`);
}

for (const each of measured) {
  const { count, roundTripMs, kind, times, messages, trips } = each;
  const what = `${count} symbols, ${kind}, at ${roundTripMs} ms`;
  sheet.keep({ what, unit: 'ms', values: times });
  if (roundTripMs === roundTrips[0]) {
    const most = 5 + count * (kind === 'cold' ? 2 : 1) + (kind === 'cold' ? 1 : 0);
    sheet.keep({
      what: `${count} symbols, ${kind}`,
      unit: 'messages',
      values: [messages],
      bar: { most },
    });
  }
  if (count === 5 && roundTripMs === 50) {
    const most = kind === 'cold' ? 5 : 4;
    sheet.keep({ what, unit: 'round trips', values: [trips], bar: { most } });
  }
  if (!isJudged(count, roundTripMs)) continue;
  const bar = { most: 1.25 };
  const floors = [windowWait, bucketWait].map((wait) => floorOf(each, startMs, wait));
  const [ofWindow = [], ofBucket = []] = floors.map((floor) => times.map((time) => time / floor));
  sheet.add({
    what: `${what}, of the floor of 45 in any second`,
    unit: 'times',
    values: ofWindow,
    bar,
  });
  sheet.add({
    what: `${what}, of the floor of 45 at once, then 45 a second`,
    unit: 'times',
    values: ofBucket,
    bar,
  });
}
const rows = measured.map((each) => {
  const { count, roundTripMs, kind, times, messages, trips } = each;
  const { median, min, max } = spreadOf(times);
  const floors = [windowWait, bucketWait].map((wait) => floorOf(each, startMs, wait));
  const shown = [median, min, max, ...floors].map((value) => value.toFixed(0));
  const ratios = floors.map((floor) => (median / floor).toFixed(2));
  // Beyond one second's messages the client's own pauses look like waiting.
  const waits = messages <= MESSAGES_PER_SECOND ? `${trips}` : '-';
  return [`${count}`, kind, `${roundTripMs}`, `${messages}`, waits, ...shown, ...ratios];
});
const head = ['N', '', 'far ms', 'messages', 'trips', 'median ms', 'min', 'max', 'floor', 'bucket'];
process.stdout.write(`${aligned([[...head, 'of floor', 'of bucket'], ...rows]).join('\n')}\n`);
