/*
 * Leaves out the mutants that would only change what a message says: it may be worded otherwise
 * without being wrong. Its code and its place are mutated, and so is everything that decides.
 */

/** The parts of a Problem that are sentences. */
const SENTENCES = new Set(['found', 'expected', 'fix']);

/** Functions whose last argument says what did not hold. */
const SAYING = new Set(['assert', 'must']);

function isSentence({ node, parent, key, listKey }) {
  if (parent?.type === 'ObjectProperty') return key === 'value' && SENTENCES.has(parent.key.name);
  if (parent?.type !== 'CallExpression' || listKey !== 'arguments') return false;
  const { callee, arguments: given } = parent;
  return SAYING.has(callee.name) && given.length > 1 && given.at(-1) === node;
}

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'words-for-people',
    value: {
      shouldIgnore: (path) => (isSentence(path) ? 'The wording of a message.' : undefined),
    },
  },
];
