import { cite } from '../../diagnostics/index.ts'
import type { Finding } from './finding.ts'

const shape = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/u
/** Ours, the engine's, and those by which a program loads somebody else's code before its own. */
const reserved = /^(?:GRIDLOOM_|SLURM|SBATCH_|LD_|DYLD_)|^(?:BASH_ENV|ENV|IFS|PS4)$/u

/** Names of an environment that programs take as names; those that are not the tenant's to set are refused. */
export function checkEnvironment(value: unknown): readonly Finding[] {
  const { environment } = (value ?? {}) as { environment?: unknown }
  if (environment === null || typeof environment !== 'object') return []
  return Object.keys(environment).flatMap((name): readonly Finding[] => {
    const path = ['environment', name]
    if (!shape.test(name)) {
      const message = `${cite(name)} is not the name of an environment variable`
      const hint = 'letters, digits and underscores, no digit first'
      return [{ code: 'workload/bad-environment-name', path, part: 'key', message, hint }]
    }
    if (!reserved.test(name.toUpperCase())) return []
    const message = `the environment variable ${cite(name)} is not the tenant's to set`
    const hint = 'choose another name'
    return [
      { code: 'workload/reserved-environment-name', path, part: 'key', message, hint } as const,
    ]
  })
}
