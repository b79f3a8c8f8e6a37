import { pointerOf } from '../../diagnostics/index.ts'
import type { Diagnostic } from '../../diagnostics/index.ts'
import type { Locate } from '../read/locate.ts'
import { withoutUndefined } from '../schema/section.ts'
import type { Finding } from './finding.ts'

const findingsMax = 500

/** Findings of a check as diagnostics, at their place where that is known. */
export const placeFindings = (
  findings: readonly Finding[],
  locate: Locate | undefined,
): readonly Diagnostic[] =>
  findings.slice(0, findingsMax).map((finding) => {
    const { code, severity = 'error', path, message, related } = finding
    const hint = typeof finding.hint === 'function' ? finding.hint() : finding.hint
    const at = locate?.(path, finding.part)
    return withoutUndefined({
      code,
      severity,
      pointer: pointerOf(path),
      at,
      message,
      hint,
      related,
    })
  })
