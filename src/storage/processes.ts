import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Processes } from './account-locks.ts';

/** What this system tells about its processes: on Linux all of it, elsewhere whether one is alive. */
export function processesHere(): Processes {
  const { pid } = process;
  return {
    self: {
      host: hostname(),
      bootId: read('/proc/sys/kernel/random/boot_id')?.trim() ?? '',
      pid,
      started: startOf(pid) ?? '',
    },
    startOf,
  };
}

function startOf(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The second field is the program's name in brackets, which may hold anything; the start is the 22nd.
  if (stat !== undefined) return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  return read('/proc/self/stat') === undefined && isAlive(pid) ? '' : undefined;
}

/** For systems without /proc. A process of another user is alive too. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
