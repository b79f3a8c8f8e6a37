import { nonlinearIndexM2PerW, referenceHz, speedOfLightMPerS } from '../constants.ts'
import type { Fibre, FrequencyCurve } from '../fibre.ts'
import type { Fields } from '../import/json-fields.ts'
import { own } from '../import/json-fields.ts'
import type { JsonObject } from '../import/json-reader.ts'
import { isObject } from '../import/json-reader.ts'
import type { RamanPump } from '../element.ts'

/** A fibre of a GNPy network: what it says of itself goes before what its variety says. */
export interface GnpyFibre {
  readonly kind: 'fibre'
  readonly variety: string
  readonly lengthKm: number
  readonly inputConnectorDb?: number
  readonly outputConnectorDb?: number
  readonly paddingDb: number
  readonly lumpedLosses: readonly { readonly positionKm: number; readonly lossDb: number }[]
  readonly figures: Partial<Fibre>
  /** Of a RamanFiber. */
  readonly pumps?: readonly RamanPump[]
  readonly temperatureK?: number
}

export function readFibre(row: JsonObject, pointer: string, fields: Fields): GnpyFibre {
  const variety = own(row, 'type_variety')
  const params = fields.object(own(row, 'params') ?? {}, `${pointer}/params`) ?? {}
  const at = `${pointer}/params`
  const read = (key: string): number | undefined =>
    fields.number({ from: params, key, pointer: at })
  const length = fields.number({ from: params, key: 'length', pointer: at, isRequired: true }) ?? 0
  const [inputConnectorDb, outputConnectorDb] = [read('con_in'), read('con_out')]
  return {
    kind: 'fibre',
    variety: typeof variety === 'string' ? variety : '',
    lengthKm: length * kmPerUnit(params, at, fields),
    ...(inputConnectorDb === undefined ? {} : { inputConnectorDb }),
    ...(outputConnectorDb === undefined ? {} : { outputConnectorDb }),
    paddingDb: read('att_in') ?? 0,
    lumpedLosses: readLumped(params, at, fields),
    figures: readFigures(params, at, fields),
    ...(own(row, 'type') === 'RamanFiber' ? readPumps(row, pointer, fields) : {}),
  }
}

function kmPerUnit(params: JsonObject, pointer: string, fields: Fields): number {
  const unit = own(params, 'length_units') ?? 'km'
  if (unit === 'km') return 1
  if (unit === 'm') return 0.001
  const message = `lengths are in "km" or "m", not in ${JSON.stringify(unit)}`
  fields.report({ code: 'import/bad-value', pointer: `${pointer}/length_units`, message })
  return 1
}

const readLumped = (
  params: JsonObject,
  pointer: string,
  fields: Fields,
): GnpyFibre['lumpedLosses'] =>
  fields.list(params, 'lumped_losses', pointer).flatMap((value, i) => {
    const at = `${pointer}/lumped_losses/${i}`
    const from = fields.object(value, at)
    if (from === undefined) return []
    const positionKm = fields.number({ from, key: 'position', pointer: at, isRequired: true })
    const lossDb = fields.number({ from, key: 'loss', pointer: at, isRequired: true })
    return positionKm === undefined || lossDb === undefined ? [] : [{ positionKm, lossDb }]
  })

/** Figures of a fibre in GNPy's units (s/m2, m2, s/sqrt(m), Hz), from a variety or from a fibre itself. */
export function readFigures(params: JsonObject, pointer: string, fields: Fields): Partial<Fibre> {
  const read = (key: string): number | undefined => fields.number({ from: params, key, pointer })
  const dispersion =
    readCurve(params, 'dispersion_per_frequency', { pointer, fields, scale: 1e6 }) ??
    scaled(read('dispersion'), 1e6)
  const loss =
    readCurve(params, 'loss_coef', { pointer, fields, scale: 1 }) ??
    readPairs(params, pointer, fields) ??
    (isObject(own(params, 'loss_coef')) ? undefined : read('loss_coef'))
  const wavelength = read('ref_wavelength')
  const reference =
    wavelength === undefined ? read('ref_frequency') : speedOfLightMPerS / wavelength
  const area = scaled(read('effective_area'), 1e12) ?? areaOf(read('gamma'), reference)
  const figures = {
    lossDbPerKm: loss,
    dispersionPsPerNmKm: dispersion,
    dispersionSlopePsPerNm2Km: scaled(read('dispersion_slope'), 1e-3),
    effectiveAreaUm2: area,
    pmdPsPerSqrtKm: scaled(read('pmd_coef'), 1e12 * Math.sqrt(1000)),
    referenceThz: scaled(reference, 1e-12),
  }
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined))
}

const scaled = (value: number | undefined, by: number): number | undefined =>
  value === undefined ? undefined : value * by

/** Area in um2 of a fibre that states its nonlinear coefficient instead. */
const areaOf = (gamma: number | undefined, hz = referenceHz): number | undefined =>
  gamma === undefined
    ? undefined
    : ((2 * Math.PI * nonlinearIndexM2PerW * hz) / (speedOfLightMPerS * gamma)) * 1e12

interface CurvePlace {
  readonly pointer: string
  readonly fields: Fields
  readonly scale: number
}

/** `{ value: [...], frequency: [...] }`; undefined where the key is missing or a plain number. */
function readCurve(
  params: JsonObject,
  key: string,
  { pointer, fields, scale }: CurvePlace,
): FrequencyCurve | undefined {
  const curve = own(params, key)
  if (!isObject(curve)) return undefined
  const at = `${pointer}/${key}`
  const numbers = (name: string): readonly number[] =>
    fields.list(curve, name, at).flatMap((value, i) => {
      if (typeof value === 'number' && Number.isFinite(value)) return [value]
      const message = `${JSON.stringify(value)} is not a number`
      fields.report({ code: 'import/bad-value', pointer: `${at}/${name}/${i}`, message })
      return []
    })
  return sortedCurve(
    numbers('frequency').map((hz) => hz * 1e-12),
    numbers('value').map((value) => value * scale),
  )
}

/** `[{ frequency, loss_coef_value }, ...]`, as GNPy saves it. */
function readPairs(
  params: JsonObject,
  pointer: string,
  fields: Fields,
): FrequencyCurve | undefined {
  const key = 'loss_coef_per_frequency'
  if (!Array.isArray(own(params, key))) return undefined
  const pairs = fields.list(params, key, pointer).flatMap((value, i) => {
    const at = `${pointer}/${key}/${i}`
    const from = fields.object(value, at)
    if (from === undefined) return []
    const hz = fields.number({ from, key: 'frequency', pointer: at, isRequired: true })
    const loss = fields.number({ from, key: 'loss_coef_value', pointer: at, isRequired: true })
    return hz === undefined || loss === undefined ? [] : [[hz * 1e-12, loss] as const]
  })
  return sortedCurve(
    pairs.map(([thz]) => thz),
    pairs.map(([, loss]) => loss),
  )
}

/** Files list frequencies up or down; a curve here rises. Lists of unequal length stay so and are refused with the line. */
function sortedCurve(frequencyThz: readonly number[], value: readonly number[]): FrequencyCurve {
  if (frequencyThz.length !== value.length) return { frequencyThz, value }
  const order = [...frequencyThz.keys()].sort(
    (a, b) => (frequencyThz[a] ?? 0) - (frequencyThz[b] ?? 0),
  )
  return {
    frequencyThz: order.map((i) => frequencyThz[i] ?? 0),
    value: order.map((i) => value[i] ?? 0),
  }
}

function readPumps(
  row: JsonObject,
  pointer: string,
  fields: Fields,
): Pick<GnpyFibre, 'pumps' | 'temperatureK'> {
  const at = `${pointer}/operational`
  const operational = own(row, 'operational')
  const from = isObject(operational) ? operational : {}
  const pumps = fields.list(from, 'raman_pumps', at).flatMap((value, i): readonly RamanPump[] => {
    const place = `${at}/raman_pumps/${i}`
    const pump = fields.object(value, place)
    if (pump === undefined) return []
    const read = (key: string): number =>
      fields.number({ from: pump, key, pointer: place, isRequired: true }) ?? 0
    const direction = fields.text(pump, 'propagation_direction', place)?.toLowerCase()
    return [
      {
        powerMw: read('power') * 1e3,
        frequencyThz: read('frequency') * 1e-12,
        direction: direction === 'coprop' ? 'forward' : 'backward',
      },
    ]
  })
  const temperatureK = fields.number({ from, key: 'temperature', pointer: at, isRequired: true })
  return { pumps, ...(temperatureK === undefined ? {} : { temperatureK }) }
}
