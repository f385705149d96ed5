import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../ports.ts';
import { killSwitchOf, type Interrupts } from './kill-switch.ts';

function interrupts(answer?: Promise<Answer>) {
  let press: (interrupt: 'ask' | 'end') => void = () => undefined;
  const said: string[] = [];
  const asked: string[] = [];
  let ended = 0;
  let forgotten = 0;
  const faked: Interrupts = {
    listen: (listener) => (press = listener),
    end: () => (ended += 1),
    say: (text) => said.push(text),
    ask: (question, until) => {
      asked.push(question);
      until.addEventListener('abort', () => (forgotten += 1));
      return answer ?? Promise.resolve('no-answer');
    },
  };
  return {
    faked,
    said,
    asked,
    press: (interrupt: 'ask' | 'end' = 'ask') => {
      press(interrupt);
    },
    ended: () => ended,
    forgotten: () => forgotten,
  };
}

/** Lets what was promised happen. */
async function turn(): Promise<void> {
  for (let at = 0; at < 5; at += 1) await Promise.resolve();
}

describe('the kill switch', () => {
  it('is pulled as soon as its file is there, and let go when it is not', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kill-'));
    const file = join(folder, 'KILL_SWITCH');
    const killSwitch = killSwitchOf(['no-such-file', file], interrupts().faked);
    expect(killSwitch.pulled()).toBeUndefined();
    writeFileSync(file, '');
    expect(killSwitch.pulled()).toBe('kill-switch');
    rmSync(folder, { recursive: true });
    expect(killSwitch.pulled()).toBeUndefined();
  });

  it('ends the program at Ctrl-C while nothing is at risk', () => {
    const { faked, press, ended, said } = interrupts();
    killSwitchOf(['no-such-file'], faked);
    press();
    expect([ended(), said.join()]).toEqual([1, '\nInterrupted. Nothing was sent.']);
  });
});

describe('Ctrl-C while orders may be at the broker', () => {
  it.each([
    ['no', 'interrupted', /cancelled/],
    ['no-answer', 'interrupted', /cancelled/],
    ['interrupted', 'interrupted', /cancelled/],
    ['yes', 'leave', /left at the broker/],
  ] as const)('asks once; %s means %s', async (answer, pull, says) => {
    let settle: (answer: Answer) => void = () => undefined;
    const asking = new Promise<Answer>((resolve) => (settle = resolve));
    const { faked, press, ended, said, asked } = interrupts(asking);
    const killSwitch = killSwitchOf(['no-such-file'], faked);
    await killSwitch.guard(async () => {
      expect(killSwitch.pulled()).toBeUndefined();
      press();
      expect(killSwitch.pulled()).toBe('asking');
      settle(answer);
      await turn();
      expect(killSwitch.pulled()).toBe(pull);
      // Once it is said, nothing that is pressed changes it.
      press();
      press('end');
      expect(killSwitch.pulled()).toBe(pull);
    });
    expect([ended(), asked.length, said.length]).toEqual([0, 1, 1]);
    expect(said[0]).toMatch(says);
    // Nobody is told that nothing was sent, and the exit code stays what the run made it.
    press();
    expect([ended(), said.length]).toEqual([0, 1]);
  });

  it('a second time cancels without waiting for the answer, which then counts no more', async () => {
    let settle: (answer: Answer) => void = () => undefined;
    const { faked, press, said } = interrupts(new Promise((resolve) => (settle = resolve)));
    const killSwitch = killSwitchOf(['no-such-file'], faked);
    await killSwitch.guard(async () => {
      press();
      press();
      expect(killSwitch.pulled()).toBe('interrupted');
      settle('yes');
      await turn();
      expect(killSwitch.pulled()).toBe('interrupted');
    });
    expect(said).toHaveLength(1);
  });

  it('that nobody answers does not keep the kill switch file from being noticed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kill-'));
    const file = join(folder, 'KILL_SWITCH');
    const { faked, press, forgotten } = interrupts(new Promise(() => undefined));
    const killSwitch = killSwitchOf([file], faked);
    await killSwitch.guard(() => {
      press();
      expect(killSwitch.pulled()).toBe('asking');
      writeFileSync(file, '');
      expect(killSwitch.pulled()).toBe('kill-switch');
      // It was noticed once: that somebody removes the file again brings no order back.
      rmSync(folder, { recursive: true });
      expect(killSwitch.pulled()).toBe('kill-switch');
      return Promise.resolve();
    });
    expect(forgotten()).toBe(1);
  });

  it('leaves no question open when the run has ended in the meantime', async () => {
    const { faked, press, forgotten } = interrupts(new Promise(() => undefined));
    await killSwitchOf(['no-such-file'], faked).guard(() => {
      press();
      return Promise.resolve();
    });
    expect(forgotten()).toBe(1);
  });

  it('that cannot be asked about cancels', async () => {
    const { faked, press } = interrupts(Promise.reject(new Error('no terminal any more')));
    const killSwitch = killSwitchOf(['no-such-file'], faked);
    await killSwitch.guard(async () => {
      press();
      await turn();
      expect(killSwitch.pulled()).toBe('interrupted');
    });
  });

  it('is not what ending the program from outside is: that cancels unasked', async () => {
    const { faked, press, asked } = interrupts();
    const killSwitch = killSwitchOf(['no-such-file'], faked);
    await killSwitch.guard(() => {
      press('end');
      expect(killSwitch.pulled()).toBe('interrupted');
      return Promise.resolve();
    });
    expect(asked).toEqual([]);
  });
});
