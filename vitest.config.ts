import { defineConfig } from 'vitest/config'

/** Four projects: what runs on every push, and what needs a real Slurm or a real PostgreSQL. */
const project = (name: string, include: string[], testTimeout: number, exclude: string[] = []) => ({
  test: {
    name,
    include,
    exclude: ['node_modules/**', 'dist/**', ...exclude],
    testTimeout,
    hookTimeout: testTimeout,
  },
})

const needsServers = ['test/slurm/**', 'test/postgres/**', 'test/tidy.test.ts']

export default defineConfig({
  test: {
    projects: [
      project('tidy', ['test/tidy.test.ts'], 20_000),
      project(
        'unit',
        ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
        30_000,
        needsServers,
      ),
      project('slurm', ['test/slurm/**/*.test.ts'], 180_000),
      project('postgres', ['test/postgres/**/*.test.ts'], 120_000),
    ],
  },
})
