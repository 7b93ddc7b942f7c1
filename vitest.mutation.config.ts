import { defineConfig } from 'vitest/config';

/** The tests that mutants of the rules must fail (stryker.config.mjs): those of the rules themselves, without those that write whole files. */
export default defineConfig({
  test: {
    include: ['test/unit/domain/**/*.test.ts'],
    exclude: ['test/unit/domain/payment-file.test.ts', 'test/unit/domain/bank*.test.ts'],
    testTimeout: 60_000,
  },
});
