import { amplifierProblems } from './amplifier-check.ts'
import { bandOf } from './amplify.ts'
import type { AmplifierSite, Element, Roadm, Span } from './element.ts'
import { checkFibre } from './fibre-check.ts'
import { rangeCheck } from './range-check.ts'
import type { Report } from './range-check.ts'
import type { Comb } from './spectrum.ts'

/** What is wrong with one element of a line. */
export interface ElementCheck<E = Element> {
  readonly element: E
  /** Left out where the channels themselves are wrong. */
  readonly comb: Comb | undefined
  readonly report: Report
}

const lossRange = { min: 0, max: 200, unit: 'dB' }

export function checkElement(check: ElementCheck, pointer: string): void {
  const { element, report } = check
  switch (element.kind) {
    case 'span':
      return checkSpan({ ...check, element }, pointer)
    case 'amplifier':
      return checkAmplifiers({ ...check, element }, pointer)
    case 'roadm':
      return checkRoadm(element, pointer, report)
    case 'loss':
      rangeCheck(report, pointer)('lossDb', element.lossDb, lossRange)
  }
}

/** Longer than any fibre between two amplifiers: what is above is a slip of unit. */
const longestSpanKm = 1000

function checkSpan({ element: span, comb, report }: ElementCheck<Span>, pointer: string): void {
  const inRange = rangeCheck(report, pointer)
  const lengths = { min: 0, max: longestSpanKm, unit: 'km', isMinExcluded: true }
  inRange('lengthKm', span.lengthKm, lengths)
  inRange('inputConnectorDb', span.inputConnectorDb ?? 0, lossRange)
  inRange('outputConnectorDb', span.outputConnectorDb ?? 0, lossRange)
  inRange('paddingDb', span.paddingDb ?? 0, lossRange)
  span.lumpedLosses?.forEach(({ positionKm, lossDb }, i) => {
    const within = rangeCheck(report, `${pointer}/lumpedLosses/${i}`)
    within('lossDb', lossDb, lossRange)
    within('positionKm', positionKm, { min: 0, max: span.lengthKm, unit: 'km' })
  })
  inRange('temperatureK', span.temperatureK ?? 283, { min: 1, max: 1000, unit: 'K' })
  span.pumps?.forEach(({ powerMw, frequencyThz }, i) => {
    const ofPump = rangeCheck(report, `${pointer}/pumps/${i}`)
    ofPump('powerMw', powerMw, { min: 1e-6, max: 10_000, unit: 'mW' })
    ofPump('frequencyThz', frequencyThz, { min: 150, max: 260, unit: 'THz' })
  })
  checkFibre({ fibre: span.fibre, comb, report }, `${pointer}/fibre`)
}

function checkRoadm(roadm: Roadm, pointer: string, report: Report): void {
  const inRange = rangeCheck(report, pointer)
  const atTarget = rangeCheck(report, `${pointer}/target`)
  const { target } = roadm
  if (target.kind === 'channel') atTarget('dbm', target.dbm, { min: -80, max: 40, unit: 'dBm' })
  else atTarget('mwPerGhz', target.mwPerGhz, { min: 1e-12, max: 1e3, unit: 'mW/GHz' })
  inRange('lossDb', roadm.lossDb ?? 0, lossRange)
  inRange('pmdPs', roadm.pmdPs ?? 0, { min: 0, max: 1e6, unit: 'ps' })
  inRange('osnrDb', roadm.osnrDb ?? 0, { min: -20, max: 200, unit: 'dB' })
}

function checkAmplifiers(check: ElementCheck<AmplifierSite>, pointer: string): void {
  const { element: site, comb, report } = check
  site.bands.forEach((setting, i) => {
    const at = `${pointer}/bands/${i}`
    const inRange = rangeCheck(report, at)
    const isSound = [
      inRange('gainDb', setting.gainDb, { min: 0, max: 80, unit: 'dB' }),
      inRange('inputVoaDb', setting.inputVoaDb ?? 0, lossRange),
      inRange('outputVoaDb', setting.outputVoaDb ?? 0, lossRange),
      inRange('tiltDb', setting.tiltDb ?? 0, { min: -30, max: 30, unit: 'dB' }),
    ].every(Boolean)
    if (isSound) amplifierProblems(setting, `${at}/amplifier`, report)
  })
  const dark = comb?.frequencyHz.find((hz) => bandOf(site.bands, hz) < 0)
  if (dark !== undefined) {
    const message = `no amplifier of this site amplifies the channel at ${(dark * 1e-12).toFixed(3)} THz`
    report({ code: 'line/no-amplifier', pointer: `${pointer}/bands`, message })
  }
}
