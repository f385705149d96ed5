import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'make-folder-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('makes a folder and those above it, and leaves one that is there', () => {
  const path = join(folder, 'a', 'b');
  makeFolder(path, 0o700);
  makeFolder(path);
  expect(statSync(path).isDirectory()).toBe(true);
});

it('fails where a file is in the way', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => {
    makeFolder(join(folder, 'file', 'b'));
  }).toThrow('ENOTDIR');
});
