/** Which room may import from which: the table of CONTRIBUTING.md as rules. `npm run check` fails on a breach. */
const only = (from, ...to) => ({
  name: `${from}-imports-only`,
  comment: `${from}/ may import only from: ${to.join(', ') || 'itself'}`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: {
    path: '^(domain|contract|functions|lib|bin|cli|scripts|bench|test|web)/',
    pathNot: `^(${[`${from}/`, ...to].join('|')})`,
  },
});

export default {
  forbidden: [
    only('domain'),
    only('contract', 'domain/'),
    only('functions', 'contract/', 'domain/'),
    only(
      'lib',
      'contract/',
      'domain/',
      'functions/table/keys\\.ts$',
      'functions/runtime/env-names\\.ts$',
      'functions/runtime/env\\.ts$',
    ),
    only('cli', 'contract/', 'domain/'),
    {
      name: 'domain-is-pure',
      comment: 'domain/ imports zod and itself: no SDK, no Node, no clock',
      severity: 'error',
      from: { path: '^domain/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: '^node_modules/zod/' },
    },
    {
      name: 'contract-is-data',
      comment: 'contract/ is free of SDK and handlers',
      severity: 'error',
      from: { path: '^contract/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: '^node_modules/zod/' },
    },
    {
      name: 'keys-without-sdk',
      comment: 'keys.ts is imported by the CDK app and by functions: no SDK, no CDK',
      severity: 'error',
      from: { path: '^functions/(table/keys|runtime/env-names)\\.ts$' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: '^node_modules/zod/' },
    },
    {
      name: 'settings-type-only',
      comment: 'lib/ takes the type of the settings from functions, not their reading',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^functions/runtime/env\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    { name: 'nobody-imports-tests', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
