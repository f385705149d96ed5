import { kindOfAccount, accountGates } from '../../core/approval/account-gates.ts';
import type { Settings } from '../../core/settings.ts';
import { formatUsd } from '../../core/units/usd.ts';
import type { Problem } from '../../core/units/problem.ts';
import { chooseAccount } from '../../choose-accounts.ts';
import type { AccountInputs, Inputs } from '../../inputs/read-inputs.ts';
import { BrokerError, type Gateway } from '../../ports.ts';
import { diagnoseConnection, type Knock } from './check-connection.ts';
import type { CheckupBroker } from './checkup-broker.ts';
import { checkMarket } from './check-market.ts';
import { fault, faultsOr, ok, warning, type Finding } from './finding.ts';

export interface GatewayPorts {
  readonly broker: CheckupBroker;
  readonly knock: Knock;
  /** ms since 1970. */
  readonly now: () => number;
  readonly timeZone: string;
}

/** The clock of this machine may be off by so much. */
const MOST_APART_MS = 5_000;

/** Connects and looks at everything that a run needs of the gateway. Sends no order message. */
export async function checkGateway(
  inputs: Inputs,
  ports: GatewayPorts,
): Promise<readonly Finding[]> {
  const { settings } = inputs;
  const { broker, knock } = ports;
  const findings: Finding[] = [];
  let gateway: Gateway;
  try {
    gateway = await broker.connect();
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return [fault('connection', await diagnoseConnection(error, settings.ibkr, knock))];
  }
  try {
    for (const check of checksOf(gateway, inputs, ports)) {
      findings.push(...(await check()));
    }
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    // A gateway without its link keeps requests waiting: then the link is what is wrong.
    if (broker.linkedToBroker()) {
      findings.push(fault('answers', await diagnoseConnection(error, settings.ibkr, knock)));
    }
  }
  return [...findings, ...saidMeanwhile(broker, settings)];
}

/** In an order in which each check makes sense only after those before it. */
function checksOf(
  gateway: Gateway,
  { settings, accounts }: Inputs,
  { broker, now, timeZone }: GatewayPorts,
): readonly (() => Promise<readonly Finding[]>)[] {
  const { serverVersion, simulated } = gateway;
  const { host, port } = settings.ibkr;
  return [
    () =>
      Promise.resolve([
        ok(
          'connection',
          `${host}:${port}, server version ${serverVersion}${simulated ? ', the simulator' : ''}`,
        ),
      ]),
    async () => [clockFinding(await measureClock(broker, now))],
    ...accounts.map((account) => () => checkAccount(account, gateway, broker)),
    async () => {
      await Promise.all([broker.readOpenOrders(), broker.readCompletedOrders()]);
      return [];
    },
    () => checkMarket(broker, { settings, accounts }, { now: now(), timeZone }),
  ];
}

async function checkAccount(
  { accountId, settings }: AccountInputs,
  gateway: Gateway,
  broker: CheckupBroker,
): Promise<readonly Finding[]> {
  const chosen = chooseAccount(accountId, gateway);
  if (!chosen.ok) return faultsOr('account', chosen.problems, '');
  const { cash, positions } = await broker.readAccount(chosen.value);
  const kind = kindOfAccount(chosen.value);
  const { simulated } = gateway;
  const asked = { trade: false, yes: false, simulated };
  const held = `${positions.length} ${positions.length === 1 ? 'position' : 'positions'}`;
  return faultsOr(
    'account',
    accountGates(chosen.value, settings, asked),
    `${chosen.value} (${kind}), $${formatUsd(cash, { grouped: true })} of cash, ${held}`,
  );
}

/** How far the clock of this machine is ahead of the gateway's; 0 within what can be told. */
async function measureClock(broker: CheckupBroker, now: () => number): Promise<number> {
  const before = now();
  const theirs = await broker.brokerTime();
  const after = now();
  // Theirs was read between the two, and is up to a second more than it says.
  if (before > theirs + 999) return before - (theirs + 999);
  return after < theirs ? after - theirs : 0;
}

function clockFinding(aheadMs: number): Finding {
  if (Math.abs(aheadMs) <= MOST_APART_MS) return ok('clock', 'agrees with the gateway');
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  return fault('clock', {
    code: 'safety.clock-off',
    where: 'the clock of this machine',
    found: `${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the gateway`,
    expected: 'at most 5 s between the two: market hours and the age of prices hang on it',
    fix: 'Set the clock by the network (timedatectl set-ntp true, or the time settings of the system).',
  });
}

/** What the gateway said of its own accord: its link, its pace, its mode. */
function saidMeanwhile(broker: CheckupBroker, { ibkr }: Settings): readonly Finding[] {
  const where = `${ibkr.host}:${ibkr.port}`;
  const notices = broker.notices();
  const findings: Finding[] = [];
  if (!broker.linkedToBroker()) {
    findings.push(
      fault('link', {
        code: 'broker.connection',
        where,
        found: 'the gateway has lost its connection to the broker (1100, 2110)',
        expected: 'a gateway that is connected to the broker',
        fix: 'Check the network of the machine that TWS or IB Gateway runs on, and the status page of the broker; it reconnects by itself.',
      }),
    );
  } else findings.push(ok('link', 'the gateway is connected to the broker'));
  if (notices.some((each) => each.startsWith('100: '))) {
    const problem: Problem = {
      code: 'broker.pacing',
      where,
      found: 'the gateway says that it is asked too much (100)',
      expected: 'at most 50 messages a second of all programs together',
      fix: 'End other programs that use the same gateway, wait a minute, then run again.',
    };
    findings.push(fault('pacing', problem));
  }
  findings.push(readOnlyApi(notices));
  for (const each of notices) {
    if (/^(100|321|1100|1101|1102|2110): /.test(each)) continue;
    findings.push(warning('notice', each, `Look the notice up in TWS: ${each}`));
  }
  return findings;
}

/** A gateway may refuse to list orders too; where it does not, only an order message would tell. */
function readOnlyApi(notices: readonly string[]): Finding {
  const said = notices.find((each) => /^321: .*read-?only/i.test(each));
  if (said !== undefined) {
    return fault('API mode', {
      code: 'safety.read-only-api',
      where: 'TWS or IB Gateway',
      found: said,
      expected: 'an API that takes orders',
      fix: 'To trade, turn off "Read-Only API" in its API settings. Previews work with it.',
    });
  }
  return {
    kind: 'unknown',
    check: 'API mode',
    text: 'Read-Only API cannot be told without an order message; see the API settings of TWS',
  };
}
