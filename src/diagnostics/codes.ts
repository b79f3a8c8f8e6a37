import type { CodePage } from './code-page.ts'
import { energyCodes } from './codes/energy.ts'
import { estimateCodes } from './codes/estimate.ts'
import { fileCodes } from './codes/file.ts'
import { fleetCodes } from './codes/fleet.ts'
import { gnpyCodes } from './codes/gnpy.ts'
import { importCodes } from './codes/import.ts'
import { lineCodes } from './codes/line.ts'
import { linkCodes } from './codes/link.ts'
import { networkCodes } from './codes/network.ts'
import { operationCodes } from './codes/operation.ts'
import { schemaCodes } from './codes/schema.ts'
import { sitePowerCodes } from './codes/site-power.ts'
import { unitsCodes } from './codes/units.ts'
import { workloadCodes } from './codes/workload.ts'

/** The register: every code that a diagnostic may carry, with its page. A test holds it against the source. */
export const codes: Readonly<Record<string, CodePage>> = {
  ...fileCodes,
  ...schemaCodes,
  ...unitsCodes,
  ...fleetCodes,
  ...networkCodes,
  ...workloadCodes,
  ...importCodes,
  ...gnpyCodes,
  ...lineCodes,
  ...linkCodes,
  ...energyCodes,
  ...sitePowerCodes,
  ...operationCodes,
  ...estimateCodes,
}

/** The page of a code; undefined for one that is not in the register. */
export const pageOf = (code: string): CodePage | undefined =>
  Object.hasOwn(codes, code) ? codes[code] : undefined

/** The page as text for a terminal. */
export function explainCode(code: string): string | undefined {
  const page = pageOf(code)
  if (page === undefined) return undefined
  const { title, explanation, example, fix } = page
  const shown = example.replace(/^/gmu, '  ')
  return `${code}: ${title}\n\n${explanation}\n\nExample:\n${shown}\n\nWhat to do:\n  ${fix}\n`
}
