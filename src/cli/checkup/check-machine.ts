import { resolve } from 'node:path';
import type { Problem } from '../../core/units/problem.ts';
import type { Inputs } from '../../inputs/read-inputs.ts';
import { lookAtEarlierRuns } from '../../earlier-runs.ts';
import type { Journals } from '../../ports.ts';
import { fault, faultsOr, ok, warning, type Finding } from './finding.ts';

/** What is looked at on this machine. */
export interface MachinePorts {
  readonly stateFolder: string;
  /** Why nothing can be written there, or would be where it is to be made; undefined when it can. */
  readonly whyUnwritable: (folder: string) => string | undefined;
  readonly fileExists: (path: string) => boolean;
  readonly journals: Journals;
  readonly holdersOf: (accountId: string) => readonly Problem[];
  /** ms since 1970. */
  readonly now: () => number;
}

/** Folders, kill switch, other runs, and what the settings forbid: all that needs no connection. */
export function checkMachine(inputs: Inputs, ports: MachinePorts): readonly Finding[] {
  const { settings, reportDir, killSwitchFile } = inputs;
  const switchPath = resolve(killSwitchFile);
  return [
    ...folder('reports', resolve(reportDir), {
      code: 'report.unwritten',
      fix: 'Correct its permissions or make room, or name another folder with report_dir under [io].',
      ports,
    }),
    ...folder('state', ports.stateFolder, {
      code: 'journal.unwritten',
      fix: 'Correct its permissions or make room: nothing is sent without a journal.',
      ports,
    }),
    ports.fileExists(switchPath)
      ? fault('kill switch', {
          code: 'safety.kill-switch',
          where: switchPath,
          found: 'the kill switch file is there',
          expected: 'none while orders are to be sent',
          fix: 'When you know why it is there: rebalance kill --off.',
        })
      : ok('kill switch', 'off'),
    settings.ibkr.readOnly
      ? warning(
          'read only',
          'read_only = true: no order is ever sent',
          'To trade, write read_only = false under [ibkr].',
        )
      : ok('read only', 'orders may be sent: read_only = false'),
    ...settings.accountIds.flatMap((accountId) => otherRuns(accountId, ports)),
  ];
}

function folder(
  check: string,
  path: string,
  trouble: Pick<Problem, 'code' | 'fix'> & { readonly ports: MachinePorts },
): Finding[] {
  const found = trouble.ports.whyUnwritable(path);
  if (found === undefined) return [ok(check, path)];
  const { code, fix } = trouble;
  return [
    fault(check, { code, where: path, found, expected: 'a folder that can be written', fix }),
  ];
}

/** A run that is under way looks in its journal like one that was interrupted: then it alone is said. */
function otherRuns(accountId: string, { holdersOf, journals, now }: MachinePorts): Finding[] {
  const held = holdersOf(accountId);
  if (held.length > 0) return held.map((problem) => fault('other runs', problem));
  const { unsettled } = lookAtEarlierRuns(journals, accountId, now());
  return faultsOr('other runs', unsettled, `none has ${accountId}, and none was interrupted`);
}
