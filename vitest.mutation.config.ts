import { defineConfig } from 'vitest/config';

/** The tests that mutants of the rules must fail (stryker.config.mjs): those of the rules themselves, no others. */
export default defineConfig({ test: { include: ['test/unit/domain/**/*.test.ts'] } });
