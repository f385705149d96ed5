/*
 * One run trades in an account at a time. Whoever wants to, first writes a claim of its own into the
 * folder of the account and only then looks whether there is another: of two that come at the same
 * moment none can miss the other, so they may both be refused, but never both be let in. A claim has
 * a name that nobody else uses, so the claim of somebody who is dead can be removed without taking
 * away that of somebody who is alive.
 *
 * Dead is: on this host, and started before this boot, or gone, or its process id taken by a process
 * that started at another time. Nothing can be said about a process of another host.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../core/units/problem.ts';
import { failure, success } from '../core/units/result.ts';
import type { AccountLocks } from '../ports.ts';
import { makeFolder } from './make-folder.ts';
import { integer, record, text, type StoredForm } from './stored-form.ts';

/** A process as no other is. */
export interface Owner {
  readonly host: string;
  /** Empty where the system does not tell. */
  readonly bootId: string;
  readonly pid: number;
  /** When the process started, in the system's own words; empty where it does not tell. */
  readonly started: string;
}

/** What can be found out about processes. */
export interface Processes {
  readonly self: Owner;
  /** When a process of this host started; undefined when there is no such process. */
  readonly startOf: (pid: number) => string | undefined;
}

const ownerForm: StoredForm<Owner> = record<Owner>({
  host: text,
  bootId: text,
  pid: integer,
  started: text,
});

/** Locks in the state folder: `locks/<account>/<claim>.lock`. */
export function accountLocks(stateFolder: string, processes: Processes): AccountLocks {
  let claims = 0;
  return {
    take(accountId) {
      const folder = join(stateFolder, 'locks', accountId);
      const { self } = processes;
      claims += 1;
      const name = `${self.host.replace(/[^A-Za-z0-9-]/g, '_')}-${self.pid}-${claims}-${Date.now()}.lock`;
      const own = join(folder, name);
      try {
        makeFolder(folder, 0o700);
        writeFileSync(`${own}.new`, JSON.stringify(ownerForm.write(self)), { mode: 0o600 });
        renameSync(`${own}.new`, own);
        const held = claimsIn(folder, processes, name).map(({ path, found }) =>
          locked(accountId, path, found),
        );
        const release = (): void => {
          rmSync(own, { force: true });
        };
        if (held.length === 0) return success({ release });
        release();
        return failure(held);
      } catch (error) {
        const found = error instanceof Error ? error.message : String(error);
        return failure([locked(accountId, folder, found)]);
      }
    },
  };
}

/** Who has an account now, for those who only want to know and claim nothing. */
export function accountHolders(
  stateFolder: string,
  processes: Processes,
): (accountId: string) => readonly Problem[] {
  return (accountId) => {
    const folder = join(stateFolder, 'locks', accountId);
    if (!existsSync(folder)) return [];
    return claimsIn(folder, processes).map(({ path, found }) => locked(accountId, path, found));
  };
}

/** The claims of those who are alive, as far as can be told. */
function claimsIn(
  folder: string,
  processes: Processes,
  own?: string,
): readonly { readonly path: string; readonly found: string }[] {
  return readdirSync(folder)
    .filter((each) => each.endsWith('.lock') && each !== own)
    .map((each) => join(folder, each))
    .flatMap((path) => {
      const found = lookAt(path, processes);
      return found === undefined ? [] : [{ path, found }];
    });
}

/** Who has the claim, in words; undefined when nobody has it any more, and it is gone. */
function lookAt(path: string, { self, startOf }: Processes): string | undefined {
  let owner: Owner;
  try {
    owner = ownerForm.read(JSON.parse(readFileSync(path, 'utf8')), '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    return 'a lock that cannot be read';
  }
  const { host, bootId, pid, started } = owner;
  if (host !== self.host) return `a run on the machine ${host} (process ${pid})`;
  const rebooted = bootId !== '' && self.bootId !== '' && bootId !== self.bootId;
  if (!rebooted && startOf(pid) === started) return `another run (process ${pid})`;
  rmSync(path, { force: true });
  return undefined;
}

function locked(accountId: string, path: string, found: string): Problem {
  return {
    code: 'safety.locked',
    where: accountId,
    found,
    expected: 'one run in an account at a time',
    fix: `Wait until it has ended. If you know that it is not alive, delete ${path}.`,
  };
}
