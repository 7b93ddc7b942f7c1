import { defineConfig } from 'vitest/config';

/** Of other things, and slow: a mutant of a constant is tried with every test that comes near it. */
const elsewhere = [
  'annual-return*',
  'audit-*',
  'bank/*',
  'finnish-collation',
  'hostile-formats',
  'member-register',
  'payment-file',
  'payment-payee-name',
];

/** The tests that mutants of the rules must fail (stryker.config.mjs): those of the rules themselves. */
export default defineConfig({
  test: {
    include: ['test/unit/domain/**/*.test.ts'],
    exclude: elsewhere.map((name) => `test/unit/domain/${name}.test.ts`),
    testTimeout: 60_000,
  },
});
