/**
 * Mutation testing of the rules of money and calendar: each mutant is a rule changed a little, and a test of test/unit/domain must notice it.
 * `npm run mutate` goes through all files, `npm run mutate -- --mutate domain/bonus.ts` through one. Results of the run before are taken where
 * neither rule nor test has changed; a new test of a constant is not noticed by that, so a score to be kept is measured with `-- --force`.
 * Everything is written under .local/. It is in neither `npm test` nor CI, since it takes long.
 * @type {import('@stryker-mutator/core').PartialStrykerOptions}
 */
export default {
  mutate: [
    'apportion',
    'bonus',
    'bonus-table',
    'calendar',
    'file-plan',
    'iban',
    'journal',
    'late-revision',
    'membership-rules',
    'money',
    'payment',
    'payment-ids',
    'payment-reference',
    'run',
    'run-order',
    'run-period',
    'run-totals',
    'settlement',
    'share-entry',
    'share-interest',
    'surplus-refund',
    'unclaimed',
    'withholding',
  ].map((rule) => `domain/${rule}.ts`),
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts' },
  // A copy of what the tests of the rules need; nothing is installed or written in the project itself.
  ignorePatterns: ['**', '!{domain,contract,functions,lib,scripts,test}/**', '!*.{json,ts}'],
  tempDirName: '.local/mutation/copy',
  incremental: true,
  incrementalFile: '.local/mutation/results.json',
  reporters: ['clear-text', 'html', 'json'],
  htmlReporter: { fileName: '.local/mutation/report.html' },
  jsonReporter: { fileName: '.local/mutation/report.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  concurrency: 2,
  // An aim like those of the benchmarks, and no test: bench/mutation-score.ts keeps the score in docs/benchmarks.md.
  thresholds: { high: 95, low: 85, break: null },
};
