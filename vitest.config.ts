import { defineConfig } from 'vitest/config'

/** Four projects: what runs on every push, and what needs a real Slurm or a real PostgreSQL. */
interface Project {
  readonly name: string
  readonly include: string[]
  readonly timeoutMs: number
  readonly exclude?: string[]
}

const project = ({ name, include, timeoutMs, exclude = [] }: Project) => ({
  test: {
    name,
    include,
    exclude: ['node_modules/**', 'dist/**', ...exclude],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
  },
})

const tidy = 'test/tidy.test.ts'

export default defineConfig({
  test: {
    projects: [
      project({ name: 'tidy', include: [tidy], timeoutMs: 20_000 }),
      project({
        name: 'unit',
        include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
        exclude: ['test/slurm/**', 'test/postgres/**', tidy],
        timeoutMs: 30_000,
      }),
      project({ name: 'slurm', include: ['test/slurm/**/*.test.ts'], timeoutMs: 180_000 }),
      project({ name: 'postgres', include: ['test/postgres/**/*.test.ts'], timeoutMs: 120_000 }),
    ],
  },
})
