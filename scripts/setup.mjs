// Makes a checkout ready to run: installs the dependencies when they changed, then bundles.
// It uses nothing but Node itself, because it runs before anything is installed.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const stampFile = 'node_modules/.setup-stamp';
const nodeMajor = process.versions.node.split('.')[0];
const lockfile = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
const stamp = `${lockfile} ${process.platform} ${process.arch} ${nodeMajor}`;

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  console.error('Installing the dependencies (only the first time, or after they changed) ...');
  // No dependency needs its install script, so none gets to run one.
  const npm = process.env.npm_execpath;
  const [command, ...prefix] = npm ? [process.execPath, npm] : ['npm'];
  execFileSync(
    command,
    [...prefix, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: !npm && process.platform === 'win32',
    },
  );
  writeFileSync(stampFile, stamp);
}

await import('./build.mjs');
