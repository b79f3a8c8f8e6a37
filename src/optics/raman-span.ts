import { boltzmannJPerK, planckJs } from './constants.ts'
import { ratioOfDb } from './decibel.ts'
import type { RamanPump, RamanSettings, Span } from './element.ts'
import { generalisedOn } from './generalised.ts'
import { prepare, interferenceOn } from './nonlinear.ts'
import { ramanPerWm } from './raman-gain.ts'
import { profileAt, ramanProfile } from './raman-profile.ts'
import type { PowerProfile, Waves } from './raman-profile.ts'
import { accumulate, accumulationOf, inputLossDb } from './span.ts'
import { addAse, addNli, at, attenuate, scale } from './spectrum.ts'
import type { Comb, Spectrum } from './spectrum.ts'

/**
 * A span in which Raman scattering counts: between channels where the settings of the line ask for it, and from pumps where it has them.
 * Power along the fibre is solved (`raman-profile.ts`), interference follows it (`generalised.ts`), and pumps add noise:
 *
 *   P_ASE = 2 h f R (1 + n) C integral of P_pump(z) / rho(z) dz,  n = 1 / (exp(h (f_pump - f) / (k T)) - 1)
 *
 * referred to the fibre input (J. Bromage, Journal of Lightwave Technology 22(1), 2004).
 */
const stepDefaultKm = 2
/** Where a span with pumps states none: 10 degrees Celsius, a buried cable. */
const temperatureDefaultK = 283

/** Undefined where the powers along the fibre cannot be found. */
export function passRamanSpan(
  before: Spectrum,
  span: Span,
  settings: RamanSettings,
): Spectrum | undefined {
  const { comb } = before
  const atFibre = attenuate(before, inputLossDb(span))
  const pumps = sortedPumps(span)
  const profile = solve({ span, pumps, exchange: settings.exchange }, atFibre)
  if (profile === undefined) return undefined
  const places = evenPlaces(span.lengthKm, settings.profileStepKm ?? stepDefaultKm)
  const relative = (channel: number): Float64Array =>
    profileAt(profile, channel, places).map((power) => power / at(atFibre.powerW, channel))
  const field: Field = { span, comb, places, relative, profile, pumps }
  const disturbed = addNli(atFibre, interferencePowers(field, atFibre, settings))
  const noisy = pumps.length === 0 ? disturbed : addAse(disturbed, spontaneous(field))
  const output = ratioOfDb(-(span.outputConnectorDb ?? 0))
  const end = places.length - 1
  const transmission = comb.frequencyHz.map((_, i) => at(relative(i), end) * output)
  return accumulate(scale(noisy, transmission), span, accumulationOf(span, comb))
}

interface Field {
  readonly span: Span
  readonly comb: Comb
  readonly places: Float64Array
  readonly relative: (channel: number) => Float64Array
  readonly profile: PowerProfile
  readonly pumps: readonly RamanPump[]
}

/** Those that run forward first. */
const sortedPumps = ({ pumps = [] }: Span): readonly RamanPump[] => [
  ...pumps.filter(({ direction }) => direction === 'forward'),
  ...pumps.filter(({ direction }) => direction === 'backward'),
]

interface Solving {
  readonly span: Span
  readonly pumps: readonly RamanPump[]
  readonly exchange: RamanSettings['exchange'] | undefined
}

function solve(
  { span, pumps, exchange }: Solving,
  { comb, powerW }: Spectrum,
): PowerProfile | undefined {
  const connectorDb = ({ direction }: RamanPump): number =>
    (direction === 'forward' ? span.inputConnectorDb : span.outputConnectorDb) ?? 0
  const waves: Waves = {
    hz: Float64Array.from([...comb.frequencyHz, ...pumps.map((pump) => pump.frequencyThz * 1e12)]),
    inputW: Float64Array.from([
      ...powerW,
      ...pumps.map((pump) => pump.powerMw * 1e-3 * ratioOfDb(-connectorDb(pump))),
    ]),
    backward: pumps.filter(({ direction }) => direction === 'backward').length,
  }
  const lumpedLosses = (span.lumpedLosses ?? []).map(({ positionKm, lossDb }) => ({
    positionM: positionKm * 1000,
    ratio: ratioOfDb(-lossDb),
  }))
  const section = { fibre: span.fibre, lengthM: span.lengthKm * 1000, lumpedLosses }
  return ramanProfile(exchange === undefined ? section : { ...section, exchange }, waves)
}

function evenPlaces(lengthKm: number, stepKm: number): Float64Array {
  const steps = Math.max(Math.round(lengthKm / stepKm), 2)
  return Float64Array.from({ length: steps + 1 }, (_, k) => (k * lengthKm * 1000) / steps)
}

/** Interference of each channel in W at the fibre input. */
function interferencePowers(
  { span, comb, places, relative }: Field,
  { powerW }: Spectrum,
  settings: RamanSettings,
): Float64Array {
  const { fibre } = span
  const closed = settings.interference === 'closed-form'
  const work = prepare(fibre, comb)
  const profiled = { fibre, positionM: places, relativePower: relative }
  const channels = comb.frequencyHz.length
  const asked = (settings.computedChannels ?? []).filter((i) => i >= 0 && i < channels)
  const densities = (asked.length === 0 ? spread(channels) : asked).map((channel) => {
    const eta = closed
      ? interferenceOn(work, channel, span.lengthKm)
      : generalisedOn(profiled, comb, channel)
    let sum = 0
    for (let j = 0; j < eta.length; j++) sum += at(eta, j) * at(powerW, j) ** 2
    return { hz: at(comb.frequencyHz, channel), density: (sum * at(powerW, channel)) / at(comb.symbolRateHz, channel) } // prettier-ignore
  })
  return comb.frequencyHz.map((hz, i) => between(densities, hz) * at(comb.symbolRateHz, i))
}

/** Interference falls off at the edges of a comb and is nearly level within it: channels at doubling distances from both, and every eighth. */
function spread(channels: number): readonly number[] {
  const eighth = Math.max(Math.floor(channels / 8), 1)
  const isChosen = (fromEdge: number): boolean => (fromEdge & (fromEdge - 1)) === 0
  return Array.from({ length: channels }, (_, i) => i).filter(
    (i) => i % eighth === 0 || isChosen(i) || isChosen(channels - 1 - i),
  )
}

/** Linear between the computed channels, level outside them. */
function between(
  known: readonly { readonly hz: number; readonly density: number }[],
  hz: number,
): number {
  const above = known.findIndex((each) => each.hz >= hz)
  const right = known[above < 0 ? known.length - 1 : above]
  const left = known[above <= 0 ? (above < 0 ? known.length - 1 : 0) : above - 1]
  if (right === undefined || left === undefined) return 0
  if (right.hz === left.hz) return right.density
  return left.density + ((right.density - left.density) * (hz - left.hz)) / (right.hz - left.hz)
}

function spontaneous({ span, comb, places, relative, profile, pumps }: Field): Float64Array {
  const channels = comb.frequencyHz.length
  const temperatureK = span.temperatureK ?? temperatureDefaultK
  const along = pumps.map((_, pump) => profileAt(profile, channels + pump, places))
  return comb.frequencyHz.map((hz, i) => {
    const own = relative(i)
    return pumps.reduce((sum, { frequencyThz }, pump) => {
      const above = frequencyThz * 1e12 - hz
      if (above <= 0) return sum
      const photons = 1 / Math.expm1((planckJs * above) / (boltzmannJPerK * temperatureK))
      const gain = ramanPerWm(span, hz, frequencyThz * 1e12)
      const overlap = trapezoid(places, (k) => at(along[pump] ?? own, k) / at(own, k))
      return sum + 2 * planckJs * hz * at(comb.symbolRateHz, i) * (1 + photons) * gain * overlap
    }, 0)
  })
}

function trapezoid(places: Float64Array, value: (point: number) => number): number {
  let sum = 0
  for (let k = 1; k < places.length; k++)
    sum += ((value(k) + value(k - 1)) / 2) * (at(places, k) - at(places, k - 1))
  return sum
}
