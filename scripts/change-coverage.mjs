// How much of a change the tests reach: the lines that were added or changed since a commit,
// against the coverage of the last run. Fails below 90%.
//
// The commit is CHANGE_BASE, or origin/main, or else HEAD: then only what is not committed counts.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const LEAST = 0.9;
const coverageFile = 'coverage/coverage-final.json';
if (!existsSync(coverageFile))
  throw new Error(`${coverageFile} is missing: run vitest with --coverage`);

const git = (...args) =>
  execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const exists = (commit) => {
  try {
    git('rev-parse', '--verify', '--quiet', `${commit}^{commit}`);
    return true;
  } catch {
    return false;
  }
};
const base = [process.env.CHANGE_BASE, 'origin/main', 'HEAD'].find(
  (commit) => commit && exists(commit),
);

if (base === undefined) {
  console.log('Coverage of the change: there is no commit to compare with.');
  process.exit();
}

/** Changed lines by file, from the hunk headers of a diff without context. */
function changedLines() {
  const changed = new Map();
  let file;
  for (const line of git('diff', '--unified=0', base, '--', 'src', 'simulator').split('\n')) {
    if (line.startsWith('+++ ')) file = line.startsWith('+++ b/') ? line.slice(6) : undefined;
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk === null || file === undefined) continue;
    const lines = changed.get(file) ?? new Set();
    const count = Number(hunk[2] ?? 1);
    for (let at = 0; at < count; at += 1) lines.add(Number(hunk[1]) + at);
    changed.set(file, lines);
  }
  return changed;
}

const coverage = new Map(
  Object.values(JSON.parse(readFileSync(coverageFile, 'utf8'))).map((file) => [
    relative(process.cwd(), file.path).replaceAll('\\', '/'),
    file,
  ]),
);
let all = 0;
let reached = 0;
const missed = [];
for (const [name, lines] of changedLines()) {
  const file = coverage.get(name);
  if (file === undefined) continue;
  for (const [id, { start }] of Object.entries(file.statementMap)) {
    if (!lines.has(start.line)) continue;
    all += 1;
    if (file.s[id] > 0) reached += 1;
    else missed.push(`${name}:${start.line}`);
  }
}
const share = all === 0 ? 1 : reached / all;
console.log(
  `Coverage of the change since ${base}: ${reached} of ${all} statements (${(100 * share).toFixed(1)}%).`,
);
if (share < LEAST) {
  console.error(`At least ${100 * LEAST}% are asked for. Not reached:\n  ${missed.join('\n  ')}`);
  process.exitCode = 1;
}
