import type { WorkloadSpec } from '../workload.ts'
import type { Finding } from './finding.ts'

/** What a workload may not be whatever the fleet; `spec` is absent when the schema refused the file. */
export function checkWorkload(
  _value: unknown,
  _spec: WorkloadSpec | undefined,
): readonly Finding[] {
  return []
}
