import { hasErrors, sortDiagnostics } from '../diagnostics/index.ts'
import type { Result } from '../diagnostics/index.ts'
import { checkFleet } from './check/check-fleet.ts'
import { placeFindings } from './check/place-findings.ts'
import { deriveCapacities, type DeriveCapacity } from './derive-capacity.ts'
import type { Fleet } from './fleet.ts'
import { decodeUtf8 } from './read/decode.ts'
import { draftOf, salvageDraft } from './read/draft-reader.ts'
import { readIssues } from './read/issues.ts'
import { fleetLimits } from './read/limits.ts'
import { checkSize, readYaml } from './read/read-yaml.ts'
import { fleetFileSchema } from './schema/fleet-file.ts'

/**
 * A fleet file as text, YAML or JSON, to the normalised fleet. Never throws: every diagnostic at once, each with file,
 * line, column and pointer, in reading order. Warnings come as notes of a fleet that loads. `derive` says what a line of
 * fibre carries; without it a route that states no capacity is refused.
 */
export function loadFleet(text: string, fileName: string, derive?: DeriveCapacity): Result<Fleet> {
  const yaml = readYaml(text, fileName, fleetLimits)
  if (!yaml.ok) return { ok: false, diagnostics: sortDiagnostics(yaml.diagnostics) }
  const parsed = fleetFileSchema.safeParse(yaml.value)
  const refused = parsed.success ? [] : readIssues(parsed.error.issues, yaml.value, yaml.locate)
  const draft = parsed.success ? draftOf(parsed.data) : salvageDraft(yaml.value)
  const derived = parsed.success ? deriveCapacities(parsed.data, derive) : undefined
  const findings = [...checkFleet(draft, yaml.value), ...(derived?.findings ?? [])]
  const found = placeFindings(findings, yaml.locate)
  const diagnostics = sortDiagnostics([...refused, ...found])
  if (derived === undefined || hasErrors(diagnostics)) return { ok: false, diagnostics }
  return { ok: true, value: derived.fleet, notes: diagnostics }
}

/** The same from the bytes of the file, which may be no UTF-8 or far too many. */
export function loadFleetBytes(
  bytes: Uint8Array,
  fileName: string,
  derive?: DeriveCapacity,
): Result<Fleet> {
  const tooLarge = checkSize(bytes.length, fileName, fleetLimits)
  if (tooLarge !== undefined) return { ok: false, diagnostics: [tooLarge] }
  const text = decodeUtf8(bytes, fileName)
  return text.ok ? loadFleet(text.value, fileName, derive) : text
}
