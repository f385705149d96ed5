import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { terminalApprover, visibleYes } from './prompt.ts';

/** A terminal whose keyboard is a stream. */
function terminal(isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = new PassThrough();
  let shown = '';
  let onceAsked: (() => void) | undefined;
  output.on('data', (data: Buffer) => {
    shown += data.toString();
    if (!shown.includes('Proceed?')) return;
    onceAsked?.();
    onceAsked = undefined;
  });
  const whenAsked = (act: () => void): void => {
    onceAsked = act;
  };
  return { input, output, whenAsked, shown: () => shown };
}

describe('the question', () => {
  it.each([
    ['y\n', 'yes'],
    ['Y\n', 'yes'],
    ['yes\n', 'yes'],
    [' y \n', 'yes'],
    ['\n', 'no'],
    ['n\n', 'no'],
    ['no\n', 'no'],
    ['yep\n', 'no'],
    ['j\n', 'no'],
    ['1\n', 'no'],
  ])('answered with %j is a %s', async (typed, answer) => {
    const screen = terminal(true);
    const asked = terminalApprover(screen).ask('Proceed? [y/N]: ');
    screen.whenAsked(() => screen.input.write(typed));
    expect(await asked).toBe(answer);
    expect(screen.shown()).toContain('Proceed? [y/N]: ');
  });

  it('is answered by nobody when the input ends', async () => {
    const screen = terminal(true);
    const asked = terminalApprover(screen).ask('Proceed? ');
    screen.whenAsked(() => screen.input.end());
    expect(await asked).toBe('no-answer');
  });

  it('is interrupted by Ctrl-C', async () => {
    const screen = terminal(true);
    const asked = terminalApprover(screen).ask('Proceed? ');
    screen.whenAsked(() => screen.input.write('\u0003'));
    expect(await asked).toBe('interrupted');
  });

  it('is not answered by what was typed before it was there', async () => {
    const screen = terminal(true);
    const raw: boolean[] = [];
    Object.assign(screen.input, { setRawMode: (on: boolean) => raw.push(on) });
    screen.input.write('y\ny');
    const asked = terminalApprover(screen).ask('Proceed? [y/N]: ');
    screen.whenAsked(() => screen.input.write('n\n'));
    expect(await asked).toBe('no');
    // A line that was not ended is only handed over in raw mode; it is left as it was found.
    expect([raw[0], raw.at(-1)]).toEqual([true, false]);
  });

  it('is not asked after Ctrl-C, or of an input that has ended', async () => {
    const interrupted = terminal(true);
    interrupted.input.write('\u0003');
    expect(await terminalApprover(interrupted).ask('Proceed? ')).toBe('interrupted');
    const ended = terminal(true);
    ended.input.end();
    expect(await terminalApprover(ended).ask('Proceed? ')).toBe('no-answer');
    expect(interrupted.shown() + ended.shown()).toBe('');
  });

  it('is not even shown to a pipe: a yes in it was typed before anyone saw the plan', async () => {
    const screen = terminal(false);
    screen.input.write('y\n');
    expect(await terminalApprover(screen).ask('Proceed? ')).toBe('no-answer');
    expect(screen.shown()).toBe('');
  });

  it('is answered visibly in the demo', async () => {
    const screen = terminal(false);
    expect(await visibleYes(screen.output).ask('Proceed? ')).toBe('yes');
    expect(screen.shown()).toBe('Proceed? y\n');
  });
});
