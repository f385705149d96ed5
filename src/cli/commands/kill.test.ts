import { describe, expect, it } from 'vitest';
import type { Problem } from '../../core/units/problem.ts';
import { kill } from './kill.ts';

const busy: Problem = {
  code: 'safety.locked',
  where: 'DU1',
  found: 'another run (process 7)',
  expected: '',
  fix: '',
};

/** Kills a run that has the account for so long after the file is there. */
async function killed({
  holdsForMs = 0,
  ids = 'ids = DU1',
  off = false,
  fails = false,
}): Promise<{ code: number; out: string; err: string; waitedMs: number }> {
  let waitedMs = 0;
  let there = off;
  let [out, err] = ['', ''];
  const code = await kill(
    { settingsPath: 'settings.ini', portfoliosPath: undefined, off },
    {
      files: {
        read: (path) => {
          if (path === 'settings.ini')
            return Buffer.from(`[accounts]\n${ids}\n[models]\nmain = 1\n`);
          throw new Error('no such file');
        },
        environment: {},
      },
      streams: { out: (text) => (out += text), err: (text) => (err += text) },
      switchFile: {
        exists: () => there,
        create: () => {
          if (fails) throw new Error('EROFS: read-only file system');
          there = true;
        },
        remove: () => {
          if (fails) throw new Error('EACCES: permission denied');
          there = false;
        },
      },
      holdersOf: () => (waitedMs < holdsForMs ? [busy] : []),
      wait: (ms) => {
        waitedMs += ms;
        return Promise.resolve();
      },
    },
  );
  return { code, out, err, waitedMs };
}

describe('kill', () => {
  it('waits no longer than the run has the account', async () => {
    const { code, out, waitedMs } = await killed({ holdsForMs: 700 });
    expect([code, waitedMs]).toEqual([0, 700]);
    expect(out).toContain('It has obeyed and ended.');
  });

  it('says after 10 s that a run has not obeyed, with the code of a busy account', async () => {
    const { code, out, err, waitedMs } = await killed({ holdsForMs: 60_000 });
    expect([code, waitedMs]).toEqual([15, 10_000]);
    expect(out).not.toContain('obeyed');
    expect(err).toContain('DU1: another run (process 7) has not ended within 10 s.');
  });

  it('cannot tell about a run when no account is chosen', async () => {
    const { code, out } = await killed({ ids: '', holdsForMs: 60_000 });
    expect([code, out]).toEqual([0, expect.stringContaining('it cannot be told')]);
  });

  it.each([false, true])('says that the file is stuck (off: %s)', async (off) => {
    const { code, out, err } = await killed({ fails: true, off });
    expect([code, out]).toEqual([12, '']);
    expect(err).toMatch(/KILL_SWITCH: E(ROFS|ACCES): .* Stop a run with Ctrl-C/);
  });
});
