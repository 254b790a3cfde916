import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** One configuration for every package; slow tests have `.slow.test.ts` in their name and run with `npm run test:slow`. */
const slow = process.env.MILLRACE_SLOW_TESTS === '1';

const config: ViteUserConfig = defineConfig({
  resolve: { conditions: ['source', 'node', 'import', 'module', 'default'] },
  ssr: { resolve: { conditions: ['source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: slow ? ['**/*.slow.test.ts'] : ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(slow ? [] : ['**/*.slow.test.ts'])],
    pool: 'forks',
    maxWorkers: 2,
    // tests write no executables to the home folder, and find none there
    env: { MILLRACE_CACHE: process.env.MILLRACE_CACHE ?? 'off' },
    testTimeout: slow ? 3_600_000 : 60_000,
    snapshotFormat: { printBasicPrototype: false },
  },
});

export default config;
