import { hasErrors, sortDiagnostics } from '../diagnostics/index.ts'
import type { Result } from '../diagnostics/index.ts'
import { checkWorkload } from './check/check-workload.ts'
import { placeFindings } from './check/place-findings.ts'
import { findMismatches } from './check/workload-against-fleet.ts'
import type { Fleet } from './fleet.ts'
import { decodeUtf8 } from './read/decode.ts'
import { readIssues } from './read/issues.ts'
import { workloadLimits } from './read/limits.ts'
import { checkSize, readYaml } from './read/read-yaml.ts'
import { workloadFileSchema } from './schema/workload-file.ts'
import type { WorkloadSpec } from './workload.ts'

/**
 * A workload file as text, YAML or JSON. Never throws: every diagnostic at once, in reading order. With a fleet it is
 * held against that fleet too: its tenants, accelerators, sites and datasets.
 */
export function loadWorkload(text: string, fileName: string, fleet?: Fleet): Result<WorkloadSpec> {
  const yaml = readYaml(text, fileName, workloadLimits)
  if (!yaml.ok) return { ok: false, diagnostics: sortDiagnostics(yaml.diagnostics) }
  const parsed = workloadFileSchema.safeParse(yaml.value)
  const refused = parsed.success ? [] : readIssues(parsed.error.issues, yaml.value, yaml.locate)
  const mismatches = parsed.success && fleet ? findMismatches(parsed.data, fleet) : []
  const findings = [...checkWorkload(yaml.value, parsed.data), ...mismatches]
  const diagnostics = sortDiagnostics([...refused, ...placeFindings(findings, yaml.locate)])
  if (!parsed.success || hasErrors(diagnostics)) return { ok: false, diagnostics }
  return { ok: true, value: parsed.data, notes: diagnostics }
}

/** The same from the bytes of the file, which may be no UTF-8 or far too many. */
export function loadWorkloadBytes(
  bytes: Uint8Array,
  fileName: string,
  fleet?: Fleet,
): Result<WorkloadSpec> {
  const tooLarge = checkSize(bytes.length, fileName, workloadLimits)
  if (tooLarge !== undefined) return { ok: false, diagnostics: [tooLarge] }
  const text = decodeUtf8(bytes, fileName)
  return text.ok ? loadWorkload(text.value, fileName, fleet) : text
}
