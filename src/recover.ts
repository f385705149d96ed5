/*
 * The spine of recover: first what became of the orders of an interrupted run, from the broker's
 * own evidence, and nothing is sent for it; then, where the flags allow it, what was approved and
 * not done, inside the ceilings of that approval.
 */
import type { RunFacts } from './core/journal/journal-event.ts';
import { planRest } from './core/journal/plan-rest.ts';
import { remainderOf } from './core/journal/remainder.ts';
import { isInterrupted, recordOf } from './core/journal/run-record.ts';
import type { Finding } from './core/journal/settle-orders.ts';
import { nameOf } from './core/orders/ticket.ts';
import { filledOf, stateOf } from './core/orders/tracked-order.ts';
import type { Settings } from './core/settings.ts';
import type { Problem } from './core/units/problem.ts';
import { failure, success, type Result } from './core/units/result.ts';
import { formatShares } from './core/units/shares.ts';
import { approveAndTrade } from './approve-and-trade.ts';
import { unanswered } from './ask-for-approval.ts';
import { namedAccounts, type Account } from './choose-accounts.ts';
import { claimAccounts, readTradesOfToday } from './claim-accounts.ts';
import { RunNotes } from './execution/run-notes.ts';
import { readInputs, type Inputs } from './inputs/read-inputs.ts';
import { aboutRun, logRun } from './log-run.ts';
import { observeAndPlan } from './observe-and-plan.ts';
import { connectionProblem, refused, together, type Outcome } from './outcome.ts';
import {
  BrokerError,
  type Answer,
  type Gateway,
  type Journals,
  type KeptJournal,
} from './ports.ts';
import type { Outside, RunPorts, RunRequest } from './run.ts';
import { settleRun } from './settle-run.ts';

/**
 * Settles what was interrupted in each account of the settings, and finishes it where that is
 * allowed; one account after the other. Trouble is returned, not thrown.
 */
export async function recover(request: RunRequest, ports: RunPorts): Promise<Outcome> {
  const read = readInputs(request, ports.files);
  if (!read.ok) return refused(read.problems);
  const named = namedAccounts(read.value.accounts);
  if (!named.ok) return refused(named.problems);
  const outcomes: Outcome[] = [];
  for (const account of named.value) {
    const found = await recoverAccount(account, read.value, { request, ports });
    if (found === undefined) continue;
    outcomes.push(found);
    // Ctrl-C is for all of it: with --yes nobody would be asked before the next account trades.
    if (found.problems.some(({ code }) => code === 'run.interrupted')) break;
  }
  if (outcomes.length > 0) return together(outcomes);
  ports.screen.show('Every order of every run is settled. There is nothing to recover.');
  return { kind: 'nothing-to-do', problems: [] };
}

/** The same for one account; undefined when there is nothing to recover in it. */
async function recoverAccount(
  account: Account,
  read: Inputs,
  { request, ports }: { readonly request: RunRequest; readonly ports: RunPorts },
): Promise<Outcome | undefined> {
  const lock = ports.locks.take(account.accountId);
  if (!lock.ok) return refused(lock.problems);
  try {
    const found = runToRecover(ports.journals, account.accountId);
    if (!found.ok) return refused(found.problems);
    if (found.value === undefined) return undefined;
    const { journal, facts } = found.value;
    // Only the client that sent the orders may cancel them and is told of them.
    const asClient = (settings: Settings): Settings => ({
      ...settings,
      ibkr: { ...settings.ibkr, clientId: facts.clientId },
      // Nothing is converted: what a conversion was for is not known any more.
      fx: { ...settings.fx, enabled: false },
    });
    return await recoverRun(request, ports, {
      inputs: { ...read, settings: asClient(read.settings) },
      account: { ...account, settings: asClient(account.settings) },
      journal,
      facts,
      release: lock.value.release,
    });
  } finally {
    lock.value.release();
  }
}

interface Interrupted {
  readonly inputs: Inputs;
  readonly account: Account;
  readonly journal: KeptJournal;
  readonly facts: RunFacts;
  /** Gives the account free, for the run that goes on with it. */
  readonly release: () => void;
}

async function recoverRun(
  request: RunRequest,
  ports: RunPorts,
  run: Interrupted,
): Promise<Outcome> {
  const outside = ports.reachOut(run.inputs, request.runId);
  try {
    return await logRun(outside, aboutRun(request, ports, run.inputs), () =>
      recoverLogged(request, ports, { ...run, outside }),
    );
  } finally {
    await outside.broker.close();
  }
}

async function recoverLogged(
  request: RunRequest,
  ports: RunPorts,
  { outside, ...run }: Interrupted & { readonly outside: Outside },
): Promise<Outcome> {
  try {
    const gateway = await outside.broker.connect();
    if (gateway.simulated !== run.facts.simulated) return refused([otherGateway(run)]);
    const settled = await settle(request, ports, { ...run, outside, gateway });
    if (settled.problems.length > 0) return { kind: 'settled', problems: settled.problems };
    return await goOn(request, ports, { ...run, outside, gateway, record: settled.record });
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return { kind: 'settled', problems: [connectionProblem(error, run.inputs.settings.ibkr)] };
  }
}

type Connected = Interrupted & { readonly outside: Outside; readonly gateway: Gateway };

/** Writes what the broker knows into the journal of the run, and ends it when that is everything. */
async function settle(
  { permission }: RunRequest,
  { journals, clock, screen, approver }: RunPorts,
  { inputs, journal: kept, facts, outside, gateway }: Connected,
): Promise<{ readonly record: RunNotes['record']; readonly problems: readonly Problem[] }> {
  const record = recordOf(kept.events);
  if (!isInterrupted(record)) return { record, problems: [] };
  const journal = journals.resume(kept);
  try {
    const notes = new RunNotes(journal, facts.accountId, record);
    notes.note({ kind: 'recovering', at: clock.now() });
    screen.show(`Looking into run ${facts.runId} (${kept.path}).`);
    const { trade, dryRun, readOnly } = permission;
    const mayCancel = trade && !dryRun && !readOnly && !inputs.settings.ibkr.readOnly;
    const say = (text: string): void => {
      screen.show(text);
    };
    const { broker } = outside;
    const left = await settleRun({ broker, gateway, clock, notes, mayCancel, say });
    const open: Finding[] = [];
    let answer: Answer | undefined;
    for (const finding of left) {
      const mayAsk = finding.kind === 'by-position' && answer !== 'interrupted';
      // A person has to have seen this: --yes does not answer it.
      answer = mayAsk ? await approver.ask(positionQuestion(finding)) : answer;
      if (!mayAsk || answer !== 'yes') open.push(finding);
      else {
        const { order, filled } = finding;
        notes.note({ kind: 'settled', orderId: order.orderId, filled });
      }
    }
    if (open.length === 0) notes.note({ kind: 'ended' });
    for (const order of notes.record.book.orders) {
      const { side, quantity } = order.ticket;
      const filled = `${formatShares(filledOf(order))} of ${formatShares(quantity)} filled`;
      say(`${side.padEnd(4)} ${nameOf(order.ticket).padEnd(5)} ${stateOf(order)}, ${filled}`);
    }
    const unwritten = notes.unwritten === undefined ? [] : [notes.unwritten];
    const stopped = answer === 'interrupted' ? [unanswered(answer)] : [];
    const unsettled = open.map((finding) => notSettled(finding, kept.path));
    const problems = [...stopped, ...unsettled, ...unwritten];
    return { record: notes.record, problems };
  } finally {
    journal.close();
  }
}

/** Plans, shows and, after a yes, trades what was approved and not done. */
async function goOn(
  request: RunRequest,
  ports: RunPorts,
  run: Connected & { readonly record: RunNotes['record'] },
): Promise<Outcome> {
  const { inputs, account, outside, gateway, record, facts, release } = run;
  const left = remainderOf(facts.approved, record);
  if (left.sells.length + left.buys.length === 0) {
    ports.screen.show(`Run ${facts.runId} is settled: all that was approved is done.`);
    return { kind: 'settled', problems: [] };
  }
  const { broker } = outside;
  const { clock } = ports;
  const startedAt = clock.now();
  const observed = await observeAndPlan(account, { broker, clock });
  if (!observed.ok) return { kind: 'settled', problems: observed.problems };
  const { snapshot } = observed.value;
  const plan = planRest(observed.value.plan, left, account.settings.rebalance);
  ports.screen.show(`Run ${facts.runId} is settled. What it was approved for and did not do:\n`);
  // The claim of the run that goes on takes the place of ours.
  release();
  const { openOrders } = snapshot;
  const ids = [facts.accountId];
  const trades = await readTradesOfToday(ids, request.permission, broker);
  const claims = claimAccounts(ids, ports, { openOrders, trades });
  const rest = { runId: facts.runId, left };
  const accounts = claims.map((claim) => ({
    ...{ account, claim, notes: [], rest },
    planned: { snapshot, plan },
  }));
  return approveAndTrade(
    request,
    { startedAt, accounts },
    { ports, inputs, outside, gateway },
  ).finally(() => {
    for (const claim of claims) claim.release();
  });
}

/**
 * The oldest run that is interrupted; or else the newest run of all, when it was looked into and
 * nothing has gone on with it yet.
 */
function runToRecover(
  journals: Journals,
  accountId: string,
): Result<{ readonly journal: KeptJournal; readonly facts: RunFacts } | undefined> {
  const all = journals.all(accountId);
  const problems = all.flatMap((journal) => (journal.ok ? [] : journal.problems));
  if (problems.length > 0) return failure(problems);
  const runs = all.flatMap((journal) => {
    if (!journal.ok) return [];
    const record = recordOf(journal.value.events);
    return record.facts === undefined ? [] : [{ journal: journal.value, record }];
  });
  const newest = runs.at(-1);
  const found =
    runs.find(({ record }) => isInterrupted(record)) ??
    (newest?.record.recovered === true ? newest : undefined);
  const facts = found?.record.facts;
  return success(found && facts && { journal: found.journal, facts });
}

function positionQuestion({
  order,
  filled,
  held,
}: Extract<Finding, { kind: 'by-position' }>): string {
  const { side, contract, quantity, orderRef } = order.ticket;
  const all = formatShares(quantity);
  return (
    `The gateway no longer knows what became of ${side} ${all} ${contract.symbol} (${orderRef}).\n` +
    `${formatShares(held)} are held now, which means that ${formatShares(filled)} more of it were filled\n` +
    'than are known. Compare it with your trade confirmations. Is that right? [y/N]: '
  );
}

function notSettled(finding: Finding, path: string): Problem {
  const { order } = finding;
  const { side, orderRef } = order.ticket;
  const where = `${order.ticket.accountId} ${side} ${nameOf(order.ticket)} ${orderRef}`;
  const expected = 'an order of which it is known what became of it';
  switch (finding.kind) {
    case 'open':
      return {
        code: 'orders.unknown',
        where,
        found: `still open at the broker (${finding.open.status})`,
        expected: 'an order that has ended',
        fix: 'Let it fill, or cancel it with rebalance recover --confirm, then run recover again.',
      };
    case 'gone':
      return {
        code: 'orders.unknown',
        where,
        found: 'not open at the broker, and not certain yet',
        expected,
        fix: 'Run rebalance recover again.',
      };
    case 'by-position':
      return {
        code: 'orders.unknown',
        where,
        found: 'no longer known to the gateway, and nobody confirmed what the position says',
        expected,
        fix: 'Run rebalance recover in a terminal and answer the question about it.',
      };
    case 'unclear':
      return {
        code: 'orders.unknown',
        where,
        found: finding.why,
        expected,
        fix: `Run rebalance recover again. If it stays so, compare the trades in TWS by hand, then move ${path} away.`,
      };
  }
}

function otherGateway({ facts, inputs }: Interrupted): Problem {
  const { host, port } = inputs.settings.ibkr;
  return {
    code: 'safety.interrupted-run',
    where: `${host}:${port}`,
    found: facts.simulated ? 'a gateway that is not the simulator' : 'the simulator',
    expected: `the gateway that run ${facts.runId} sent its orders to`,
    fix: 'Correct host and port under [ibkr], then run recover again.',
  };
}
