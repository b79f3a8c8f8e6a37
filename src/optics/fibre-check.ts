import { effectiveAreaM2 } from './fibre.ts'
import type { Fibre, FrequencyCurve } from './fibre.ts'
import { rangeCheck } from './range-check.ts'
import type { Report } from './range-check.ts'
import type { Comb } from './spectrum.ts'

/** What is wrong with the figures of a fibre. */
export interface FibreCheck {
  readonly fibre: Fibre
  readonly comb: Comb | undefined
  readonly report: Report
}

const lossRange = { min: 0.001, max: 100, unit: 'dB/km' }
const dispersionRange = { min: -1000, max: 1000, unit: 'ps/(nm km)' }

export function checkFibre({ fibre, comb, report }: FibreCheck, pointer: string): void {
  const inRange = rangeCheck(report, pointer)
  const figure = (
    key: 'lossDbPerKm' | 'dispersionPsPerNmKm',
    range: { readonly min: number; readonly max: number; readonly unit: string },
  ): boolean => {
    const given = fibre[key]
    if (typeof given === 'number') return inRange(key, given, range)
    return checkCurve({ curve: given, comb, report }, `${pointer}/${key}`, range)
  }
  const isSound = [
    figure('lossDbPerKm', lossRange),
    figure('dispersionPsPerNmKm', dispersionRange),
    inRange('dispersionSlopePsPerNm2Km', fibre.dispersionSlopePsPerNm2Km ?? 0, {
      min: -10,
      max: 10,
      unit: 'ps/(nm2 km)',
    }),
    inRange('effectiveAreaUm2', fibre.effectiveAreaUm2, { min: 1, max: 1e5, unit: 'um2' }),
    inRange('pmdPsPerSqrtKm', fibre.pmdPsPerSqrtKm ?? 0, {
      min: 0,
      max: 1000,
      unit: 'ps/sqrt(km)',
    }),
    inRange('referenceThz', fibre.referenceThz ?? 193.4, { min: 150, max: 260, unit: 'THz' }),
    inRange('groupIndex', fibre.groupIndex ?? 1, { min: 1, max: 3, unit: '' }),
    inRange('nonlinearIndexM2PerW', fibre.nonlinearIndexM2PerW ?? 0, {
      min: 0,
      max: 1e-15,
      unit: 'm2/W',
    }),
  ].every(Boolean)
  if (!isSound || comb === undefined) return
  const lowest = comb.frequencyHz[0] ?? 0
  const area = effectiveAreaM2(fibre, lowest)
  if (area > 0 && Number.isFinite(area)) return
  const message = `a mode of ${fibre.effectiveAreaUm2} um2 is not guided at ${(lowest * 1e-12).toFixed(3)} THz by the step-index model`
  const hint = 'state "areaModel": "constant" for a fibre that is no step-index fibre'
  report({ code: 'line/mode-not-guided', pointer: `${pointer}/effectiveAreaUm2`, message, hint })
}

interface CurveCheck {
  readonly curve: FrequencyCurve
  readonly comb: Comb | undefined
  readonly report: Report
}

function checkCurve(
  { curve, comb, report }: CurveCheck,
  pointer: string,
  range: { readonly min: number; readonly max: number; readonly unit: string },
): boolean {
  const { frequencyThz, value } = curve
  const isRising = frequencyThz.every(
    (thz, i) => Number.isFinite(thz) && (i === 0 || thz > (frequencyThz[i - 1] ?? 0)),
  )
  if (!isRising || frequencyThz.length !== value.length || value.length < 2) {
    const message = `a table of ${frequencyThz.length} frequencies and ${value.length} values; it needs two or more of both, frequencies rising`
    report({ code: 'line/bad-table', pointer, message })
    return false
  }
  const inRange = rangeCheck(report, `${pointer}/value`)
  const isSound = value.every((each, i) => inRange(`${i}`, each, range))
  if (comb === undefined) return isSound
  const [first = 0, last = 0] = [comb.frequencyHz[0], comb.frequencyHz.at(-1)]
  const [from = 0, to = 0] = [frequencyThz[0], frequencyThz.at(-1)]
  if (first >= from * 1e12 && last <= to * 1e12) return isSound
  const message = `the table covers ${from} to ${to} THz, the channels ${(first * 1e-12).toFixed(3)} to ${(last * 1e-12).toFixed(3)} THz`
  report({ code: 'line/bad-table', pointer, message })
  return false
}
