import { formatInstant, formatQuantity } from '../../units/index.ts'
import type { EnvelopeWindow, Supply } from '../fleet.ts'
import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'

/** Windows run forwards, none is there twice, and a limit above the capacity limits nothing. */
export const checkEnvelopes = (draft: Draft): readonly Finding[] =>
  draft.fleet.sites.flatMap((site, i) =>
    site.supplies.flatMap((supply, k) => {
      const seen = new Set<string>()
      return supply.envelope.flatMap((window, w) => {
        const path = [...draft.pathOf('sites', i), 'supplies', k, 'envelope', w]
        const isRepeated = seen.has(hoursOf(window))
        seen.add(hoursOf(window))
        const findings = [...checkWindow(supply, window), ...(isRepeated ? [repeated] : [])]
        return findings.map((finding) => ({ ...finding, path: [...path, ...finding.path] }))
      })
    }),
  )

const repeated: Finding = {
  code: 'fleet/duplicate-window',
  path: [],
  message: 'another window covers the same hours',
  hint: 'keep one: the lower limit would win without a word',
}

const hoursOf = (window: EnvelopeWindow): string =>
  window.kind === 'dated'
    ? `${window.fromMs}-${window.toMs}`
    : `daily ${window.fromHourUtc}-${window.toHourUtc}`

function checkWindow(supply: Supply, window: EnvelopeWindow): readonly Finding[] {
  const findings: Finding[] = []
  if (window.kind === 'dated' && window.fromMs >= window.toMs) {
    const message = `the window ends at ${formatInstant(window.toMs)}, not after it begins`
    const hint = 'swap "from" and "to"; a window is [from, to)'
    findings.push({ code: 'fleet/window-reversed', path: ['to'], message, hint })
  }
  if (window.maxMw > supply.capacityMw) {
    const [max, capacity] = [window.maxMw, supply.capacityMw].map((mw) =>
      formatQuantity(mw, 'facility MW'),
    )
    const message = `a limit of ${max} does nothing: the capacity is ${capacity}`
    const hint = 'an envelope only takes away; raise the capacity to give more'
    const code = 'fleet/window-over-capacity'
    findings.push({ code, severity: 'warning', path: ['max'], message, hint })
  }
  return findings
}
