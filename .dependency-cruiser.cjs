// The import rules of ARCHITECTURE.md, as checks.
const inside = (...paths) => `^(${paths.join('|')})`;
const vendors = (...names) => `^node_modules/(${names.join('|')})`;

/** What each part of the tree may import, besides itself. Everything else is refused. */
const mayImport = {
  'src/core': [],
  'src/ports.ts': ['src/core'],
  'src/inputs': ['src/core', 'src/ports.ts', 'node_modules/csv-parse'],
  'src/broker': ['src/core', 'src/ports.ts', 'node_modules/@stoqey/ib'],
  'src/storage': ['src/core', 'src/ports.ts'],
  'src/report': [
    'src/core',
    'src/ports.ts',
    'node_modules/csv-stringify',
    'node_modules/cli-table3',
    'node_modules/picocolors',
  ],
  'src/execution': ['src/core', 'src/ports.ts'],
  'src/simulated': ['src/core', 'src/ports.ts', 'simulator/engine'],
  simulator: ['src/core/units', 'node_modules/yaml', 'node_modules/zod', 'node_modules/commander'],
};

/** Inside the core the stages stand in a row; a stage may import only those before it. */
const coreStages = ['units', 'account', 'prices', 'plan', 'orders', 'approval', 'journal'];

module.exports = {
  forbidden: [
    {
      // The stages of a run know the parts of the house, and never what stands behind the ports.
      name: 'the-spine-knows-ports-only',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$', pathNot: '^src/main\\.ts$' },
      to: {
        path: inside('src/broker/', 'src/simulated/', 'src/storage/', 'src/cli/', 'simulator/'),
      },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['\\.d\\.ts$', '^src/main\\.ts$', '^simulator/main\\.ts$', '\\.config\\.ts$'],
      },
      to: {},
    },
    {
      name: 'only-the-broker-knows-the-client-library',
      severity: 'error',
      from: { pathNot: '^src/broker/|\\.test\\.ts$' },
      to: { path: vendors('@stoqey', 'rxjs', 'ib-tws-api') },
    },
    {
      name: 'core-imports-nothing-but-itself',
      severity: 'error',
      from: { path: '^src/core/', pathNot: '\\.test\\.ts$|^src/core/testing/' },
      to: { pathNot: '^src/core/(?!testing/)' },
    },
    {
      name: 'what-tests-of-the-core-share-knows-the-core-and-fast-check',
      severity: 'error',
      from: { path: '^src/core/testing/' },
      to: { pathNot: inside('src/core/', 'node_modules/fast-check') },
    },
    ...coreStages.slice(0, -1).map((stage, at) => ({
      name: `core-${stage}-comes-before-${coreStages.slice(at + 1).join('-')}`,
      severity: 'error',
      from: { path: `^src/core/${stage}/`, pathNot: '\\.test\\.ts$' },
      to: { path: inside(...coreStages.slice(at + 1).map((later) => `src/core/${later}/`)) },
    })),
    ...Object.entries(mayImport)
      .filter(([from]) => from !== 'src/core')
      .map(([from, to]) => ({
        name: `${from.replaceAll('/', '-')}-stays-in-its-room`,
        severity: 'error',
        from: { path: from.endsWith('.ts') ? `^${from}$` : `^${from}/`, pathNot: '\\.test\\.ts$' },
        to: { dependencyTypesNot: ['core'], pathNot: inside(from, ...to) },
      })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
