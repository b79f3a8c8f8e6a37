/**
 * One row for each canonical unit: what it measures, how people write it, and what is beyond belief. A spelling is exact,
 * case included: `Gb/s` is bits and `GB/s` bytes, `MW` is mega and `mW` milli. A scale is a fraction of whole numbers,
 * so that 10.2 kW becomes 0.0102 MW and not 0.010199999999999999.
 */
export interface Dimension {
  /** Completes "this is …". */
  readonly what: string
  readonly spellings: Readonly<Record<string, Scale>>
  /** Largest to smallest spellings in which `formatQuantity` prints. */
  readonly shown: readonly string[]
  readonly min: number
  readonly max: number
  readonly example: string
  /** Where on the power chain, chip to interconnection. Levels never mix. */
  readonly level?: PowerLevel
}

export type PowerLevel = 'chip' | 'node' | 'IT' | 'facility' | 'MVA'

/** Canonical value = written value x times / over. */
export interface Scale {
  readonly times: number
  readonly over: number
}

const times = (factor: number): Scale => ({ times: factor, over: 1 })
const over = (divisor: number): Scale => ({ times: 1, over: divisor })
const one = times(1)

const megawatts = { GW: times(1000), MW: one, kW: over(1000), W: over(1e6) }
const shownPower = ['GW', 'MW', 'kW', 'W']
const durations = (secondsPerUnit: number): Readonly<Record<string, Scale>> => {
  const seconds = { ms: 0.001, s: 1, min: 60, h: 3600, d: 86_400 }
  const long = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 }
  const scale = (s: number): Scale =>
    s >= secondsPerUnit
      ? times(Math.round(s / secondsPerUnit))
      : over(Math.round(secondsPerUnit / s))
  const rows = Object.entries(seconds).map(([name, s]) => [name, scale(s)] as const)
  const words = Object.entries(long).flatMap(([name, s]) => [
    [name, scale(s)] as const,
    [`${name}s`, scale(s)] as const,
  ])
  return Object.fromEntries([...rows, ...words])
}

export const dimensions = {
  'chip W': {
    what: 'power of one chip',
    spellings: { W: one, kW: times(1000) },
    shown: ['kW', 'W'],
    min: 0,
    max: 1e5,
    example: '700 W',
    level: 'chip',
  },
  'node kW': {
    what: 'IT power of one node',
    spellings: { MW: times(1000), kW: one, W: over(1000) },
    shown: ['MW', 'kW', 'W'],
    min: 0,
    max: 1e5,
    example: '10.2 kW',
    level: 'node',
  },
  'IT MW': {
    what: 'IT power',
    spellings: megawatts,
    shown: shownPower,
    min: 0,
    max: 1e6,
    example: '300 MW',
    level: 'IT',
  },
  'facility MW': {
    what: 'power at the meter',
    spellings: megawatts,
    shown: shownPower,
    min: 0,
    max: 1e6,
    example: '260 MW',
    level: 'facility',
  },
  MVA: {
    what: 'apparent power of the interconnection',
    spellings: { GVA: times(1000), MVA: one, kVA: over(1000) },
    shown: ['GVA', 'MVA', 'kVA'],
    min: 0,
    max: 1e6,
    example: '400 MVA',
    level: 'MVA',
  },
  'MW/min': {
    what: 'a ramp of power at the meter',
    spellings: { 'MW/min': one, 'kW/min': over(1000), 'MW/s': times(60), 'MW/h': over(60) },
    shown: ['MW/min', 'kW/min'],
    min: 0,
    max: 1e6,
    example: '10 MW/min',
  },
  MWh: {
    what: 'energy',
    spellings: { TWh: times(1e6), GWh: times(1000), MWh: one, kWh: over(1000) },
    shown: ['TWh', 'GWh', 'MWh', 'kWh'],
    min: 0,
    max: 1e12,
    example: '20 MWh',
  },
  'Gb/s': {
    what: 'a rate in bits',
    spellings: {
      'Pb/s': times(1e6),
      'Tb/s': times(1000),
      'Gb/s': one,
      'Mb/s': over(1000),
      'kb/s': over(1e6),
    },
    shown: ['Pb/s', 'Tb/s', 'Gb/s', 'Mb/s', 'kb/s'],
    min: 0,
    max: 1e9,
    example: '1.6 Tb/s',
  },
  GB: {
    what: 'a size in bytes',
    spellings: {
      EB: times(1e9),
      PB: times(1e6),
      TB: times(1000),
      GB: one,
      MB: over(1000),
      kB: over(1e6),
      TiB: { times: 1024 ** 4, over: 1e9 },
      GiB: { times: 1024 ** 3, over: 1e9 },
      MiB: { times: 1024 ** 2, over: 1e9 },
    },
    shown: ['EB', 'PB', 'TB', 'GB', 'MB', 'kB'],
    min: 0,
    max: 1e12,
    example: '200 GB',
  },
  km: {
    what: 'a length',
    spellings: { km: one, m: over(1000), mi: { times: 1_609_344, over: 1e6 } },
    shown: ['km', 'm'],
    min: 0,
    max: 50_000,
    example: '1580 km',
  },
  ms: {
    what: 'a network time',
    spellings: { s: times(1000), ms: one, us: over(1000), µs: over(1000) },
    shown: ['s', 'ms', 'us'],
    min: 0,
    max: 1e6,
    example: '12 ms',
  },
  s: {
    what: 'a duration',
    spellings: durations(1),
    shown: ['h', 'min', 's', 'ms'],
    min: 0,
    max: 1e9,
    example: '90 s',
  },
  h: {
    what: 'a duration',
    spellings: durations(3600),
    shown: ['h', 'min', 's'],
    min: 0,
    max: 1e6,
    example: '8 h',
  },
  '1/h': {
    what: 'a frequency',
    spellings: { '/h': one, '1/h': one, 'per h': one, '/d': over(24), '1/d': over(24) },
    shown: ['1/h'],
    min: 0,
    max: 1e6,
    example: '0.01 /h',
  },
  degC: {
    what: 'a temperature',
    spellings: { degC: one, '°C': one, C: one },
    shown: ['degC'],
    min: -90,
    max: 90,
    example: '-12 C',
  },
  USD: {
    what: 'an amount of money',
    spellings: { USD: one, kUSD: times(1000), MUSD: times(1e6) },
    shown: ['USD'],
    min: 0,
    max: 1e12,
    example: '120000 USD',
  },
  'USD/h': {
    what: 'a price by the hour',
    spellings: { 'USD/h': one },
    shown: ['USD/h'],
    min: 0,
    max: 1e6,
    example: '2.95 USD/h',
  },
  'USD/MWh': {
    what: 'a price of energy',
    spellings: { 'USD/MWh': one, 'USD/kWh': times(1000), 'USD/GWh': over(1000) },
    shown: ['USD/MWh'],
    min: -100_000,
    max: 100_000,
    example: '62 USD/MWh',
  },
  'USD/t': {
    what: 'a price of carbon',
    spellings: { 'USD/t': one, 'USD/kg': times(1000), 'USD/tCO2': one, 'USD/tCO2e': one },
    shown: ['USD/t'],
    min: 0,
    max: 1e6,
    example: '80 USD/t',
  },
  'USD/GB': {
    what: 'a price of moved data',
    spellings: { 'USD/GB': one, 'USD/TB': over(1000) },
    shown: ['USD/GB'],
    min: 0,
    max: 1e6,
    example: '0.02 USD/GB',
  },
  'USD/(Gb/s h)': {
    what: 'a price of line rate',
    spellings: {
      'USD/(Gb/s h)': one,
      'USD/Gb/s/h': one,
      'USD/(Gb/s)/h': one,
      'USD/Tb/s/h': over(1000),
    },
    shown: ['USD/Gb/s/h'],
    min: 0,
    max: 1e6,
    example: '0.10 USD/Gb/s/h',
  },
  'kg/MWh': {
    what: 'a carbon intensity',
    spellings: {
      'kg/MWh': one,
      'g/kWh': one,
      't/MWh': times(1000),
      'kgCO2/MWh': one,
      'kgCO2e/MWh': one,
      'gCO2/kWh': one,
      'gCO2e/kWh': one,
      'lb/MWh': { times: 45_359_237, over: 1e8 },
    },
    shown: ['kg/MWh'],
    min: 0,
    max: 1e5,
    example: '400 kg/MWh',
  },
  'L/kWh': {
    what: 'water by IT energy',
    spellings: { 'L/kWh': one, 'l/kWh': one, 'm3/MWh': one, 'm³/MWh': one, 'L/MWh': over(1000) },
    shown: ['L/kWh'],
    min: 0,
    max: 1000,
    example: '1.4 L/kWh',
  },
  'm3/day': {
    what: 'a flow of water',
    spellings: {
      'm3/day': one,
      'm³/day': one,
      'm3/d': one,
      'm³/d': one,
      'm3/h': times(24),
      'L/day': over(1000),
    },
    shown: ['m3/day'],
    min: 0,
    max: 1e8,
    example: '500 m3/day',
  },
} as const satisfies Readonly<Record<string, Dimension>>

/** A canonical unit in which values are kept. */
export type Unit = keyof typeof dimensions

export const dimensionOf = (unit: Unit): Dimension => dimensions[unit]
export const units = Object.keys(dimensions) as readonly Unit[]
