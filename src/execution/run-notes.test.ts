import { expect, it } from 'vitest';
import { recordOf } from '../core/journal/run-record.ts';
import { exampleFacts } from '../core/testing/example-run.ts';
import type { Problem } from '../core/units/problem.ts';
import { RunNotes } from './run-notes.ts';

const lost: Problem = {
  code: 'broker.connection',
  where: 'DU1',
  found: 'the line broke',
  expected: 'a connection',
  fix: 'Look at the open orders.',
};

it('says that the journal is not whole, also of a run that something else had stopped before', () => {
  const record = recordOf([
    { kind: 'started', facts: exampleFacts() },
    { kind: 'stopped', problem: lost },
  ]);
  const full = {
    append: (): void => {
      throw new Error('no space left on the device');
    },
  };
  const notes = new RunNotes(full, 'DU1', record);
  expect(notes.unwritten).toBeUndefined();
  expect(notes.note({ kind: 'ended' })).toBe(false);
  expect(notes.record.stopped).toBe(lost);
  expect(notes.unwritten).toMatchObject({ code: 'journal.unwritten' });
});
