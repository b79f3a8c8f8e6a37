import type { Diagnostic } from '../../diagnostics/index.ts'
import { createFindings, type Findings } from './findings.ts'
import { importLimits } from './imported-network.ts'
import { placeInJson } from './json-place.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** A JSON text and its problems; `undefined` for what is no JSON object, which is then among the findings. */
export interface JsonDocument {
  readonly root: JsonObject | undefined
  readonly findings: Findings
}

export function openJson(text: string, fileName: string): JsonDocument {
  const findings = createFindings({
    text,
    fileName,
    locate: (pointer) => placeInJson(text, pointer),
  })
  if (text.length > importLimits.textLength) return { root: undefined, findings: refuse(text, fileName) } // prettier-ignore
  try {
    const root: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    if (isObject(root)) return { root, findings }
    const message = 'the file holds no JSON object'
    findings.add({ code: 'import/not-this-format', pointer: '', message })
    return { root: undefined, findings }
  } catch (error) {
    return { root: undefined, findings: syntaxFault(error, text, fileName) }
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function refuse(text: string, fileName: string): Findings {
  const findings = createFindings({ text, fileName })
  findings.add({ ...tooLarge(text), spot: { offset: 0, length: 1 } })
  return findings
}

export const tooLarge = (text: string): Pick<Diagnostic, 'code' | 'pointer' | 'message'> => ({
  code: 'import/too-large',
  pointer: '',
  message: `the file has ${text.length} characters; ${importLimits.textLength} are read at most`,
})

/** Before anything is parsed there is no pointer: the place is the one that JSON.parse names. */
function syntaxFault(error: unknown, text: string, fileName: string): Findings {
  const why = error instanceof Error ? error.message : String(error)
  const position = Number(/position (\d+)/.exec(why)?.[1] ?? 0)
  const findings = createFindings({ text, fileName })
  findings.add({
    code: 'import/syntax',
    pointer: '',
    message: `the file is not JSON: ${why.split('\n')[0]?.slice(0, 120) ?? ''}`,
    hint: 'check that it is whole, and that --format fits it',
    spot: { offset: Math.min(position, text.length), length: 1 },
  })
  return findings
}
