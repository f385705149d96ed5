import { expect, it } from 'vitest';
import { digestOf } from './digest.ts';

it.each([
  // From FIPS 180-4 and `printf 'Zürich' | sha256sum`.
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['Zürich', '4251685e06cab635578c72b1f5f221e9840a05ac4d8f2404be4177aa87f9907d'],
])('the digest of %j is the SHA-256 of its bytes', (text, digest) => {
  expect(digestOf(text)).toBe(digest);
});
