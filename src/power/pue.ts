import type { Pue } from '../fleet/index.ts'
import type { Ratio } from '../units/index.ts'

/**
 * Power usage effectiveness in one UTC hour of the design day: facility power = IT power x PUE.
 * By temperature it is linear between the given points and flat outside them.
 */
export function pueAtHour(pue: Pue, hourUtc: number): Ratio {
  if (pue.kind === 'constant') return pue.value
  if (pue.kind === 'by-hour-utc') return pue.values[hourUtc] ?? 1
  const temperatureC = pue.temperatureByHourUtcC[hourUtc] ?? 0
  const points = pue.points
  const first = points[0]
  if (first === undefined || temperatureC <= first.temperatureC) return first?.value ?? 1
  for (let i = 1; i < points.length; i++) {
    const low = points[i - 1]!
    const high = points[i]!
    if (temperatureC > high.temperatureC) continue
    const share = (temperatureC - low.temperatureC) / (high.temperatureC - low.temperatureC)
    return low.value + share * (high.value - low.value)
  }
  return points[points.length - 1]!.value
}

/** The worst hour of the design day: what an interconnection has to stand. */
export function worstPue(pue: Pue): Ratio {
  let worst = 1
  for (let hourUtc = 0; hourUtc < 24; hourUtc++) worst = Math.max(worst, pueAtHour(pue, hourUtc))
  return worst
}
