import type { Amplifier, GainShape, NoiseModel } from '../amplifier.ts'
import type { Fields } from '../import/json-fields.ts'
import { own } from '../import/json-fields.ts'
import type { JsonObject } from '../import/json-reader.ts'
import { isObject } from '../import/json-reader.ts'

/** A row of `Edfa`: a single amplifier, a pair of stages that name others, or a set of bands that name others. */
export type AmplifierKind =
  | { readonly kind: 'single'; readonly amplifier: Amplifier; readonly isRaman: boolean }
  | { readonly kind: 'stages'; readonly first: string; readonly second: string; readonly gainMinDb: number } // prettier-ignore
  | { readonly kind: 'bands'; readonly varieties: readonly string[] }

type Limits = Pick<Amplifier, 'gainMinDb' | 'gainMaxDb' | 'powerMaxDbm' | 'pmdPs'>

export interface KindReader {
  readonly fields: Fields
  readonly attachments: Readonly<Record<string, string>>
}

/** Band of an amplifier that states none (`gnpy/core/parameters.py`, 2.14). */
const defaultBand = { minThz: 191.275, maxThz: 196.125 }

export function readAmplifierKind(
  row: JsonObject,
  pointer: string,
  reader: KindReader,
): AmplifierKind | undefined {
  const { fields } = reader
  const type = fields.text(row, 'type_def', pointer)
  if (type === undefined) return undefined
  if (type === 'multi_band') {
    const varieties = fields.list(row, 'amplifiers', pointer).filter((each) => typeof each === 'string') // prettier-ignore
    return { kind: 'bands', varieties }
  }
  if (type === 'dual_stage') {
    const first = fields.text(row, 'preamp_variety', pointer)
    const second = fields.text(row, 'booster_variety', pointer)
    const gainMinDb = fields.number({ from: row, key: 'gain_min', pointer }) ?? 0
    if (first === undefined || second === undefined) return undefined
    return { kind: 'stages', first, second, gainMinDb }
  }
  const limits = readLimits(row, pointer, fields)
  const config = configOf(row, pointer, reader)
  const noise = readNoise({ row, type, config }, pointer, fields)
  if (noise === undefined) return undefined
  const shape = readShape(row, config, { pointer, fields })
  const isRaman = own(row, 'raman') === true
  return { kind: 'single', amplifier: { ...limits, noise, shape }, isRaman }
}

function readLimits(row: JsonObject, pointer: string, fields: Fields): Limits {
  const read = (key: string, isRequired = false): number | undefined =>
    fields.number({ from: row, key, pointer, isRequired })
  const powerMaxDbm = read('p_max')
  const pmdS = read('pmd') ?? 0
  return {
    gainMinDb: read('gain_min', true) ?? 0,
    gainMaxDb: read('gain_flatmax', true) ?? 0,
    ...(powerMaxDbm === undefined ? {} : { powerMaxDbm }),
    ...(pmdS === 0 ? {} : { pmdPs: pmdS * 1e12 }),
  }
}

/** The file that a row refers to for its curves. */
function configOf(row: JsonObject, pointer: string, reader: KindReader): JsonObject {
  const keys = ['advanced_config_from_json', 'default_config_from_json']
  const key = keys.find((each) => Object.hasOwn(row, each))
  if (key === undefined) return {}
  const name = reader.fields.text(row, key, pointer)
  if (name === undefined) return {}
  const text = Object.hasOwn(reader.attachments, name) ? reader.attachments[name] : undefined
  const config = text === undefined ? undefined : parsed(text)
  if (config !== undefined) return config
  // Most equipment files list kinds that a network never uses: only a line that does is refused.
  const message = `the file ${JSON.stringify(name)} of this amplifier is ${text === undefined ? 'not given' : 'no JSON object'}`
  const hint = 'give its text beside the equipment, by this name'
  const severity = 'warning'
  reader.fields.report({ code: 'gnpy/missing-file', pointer: `${pointer}/${key}`, message, hint, severity }) // prettier-ignore
  return {}
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

interface NoiseRow {
  readonly row: JsonObject
  readonly type: string
  readonly config: JsonObject
}

function readNoise(
  { row, type, config }: NoiseRow,
  pointer: string,
  fields: Fields,
): NoiseModel | undefined {
  const read = (key: string): number =>
    fields.number({ from: row, key, pointer, isRequired: true }) ?? 0
  switch (type) {
    case 'fixed_gain':
      return { kind: 'fixed', noiseFigureDb: read('nf0') }
    case 'variable_gain':
      return { kind: 'two-stage', noiseFigureMinDb: read('nf_min'), noiseFigureMaxDb: read('nf_max') } // prettier-ignore
    case 'openroadm':
      return { kind: 'open-roadm', coefficients: numbersOf(row, 'nf_coef', { pointer, fields }) }
    case 'openroadm_preamp':
      return { kind: 'preamp' }
    case 'openroadm_booster':
      return { kind: 'noiseless' }
    case 'advanced_model': {
      const coefficients = numbersOf(config, 'nf_fit_coeff', { pointer, fields })
      return coefficients.length === 0 ? undefined : { kind: 'polynomial', coefficients }
    }
    default: {
      const message = `the noise model ${JSON.stringify(type)} is not known`
      fields.report({ code: 'gnpy/unknown-amplifier', pointer: `${pointer}/type_def`, message })
      return undefined
    }
  }
}

interface Place {
  readonly pointer: string
  readonly fields: Fields
}

/** A list of numbers; GNPy writes a single 0 or a list of one for none. */
function numbersOf(from: JsonObject, key: string, { pointer, fields }: Place): readonly number[] {
  const value = own(from, key)
  if (value === undefined || value === null || typeof value === 'number') return []
  const list = fields.list(from, key, pointer)
  const numbers = list.filter((each) => typeof each === 'number' && Number.isFinite(each))
  if (numbers.length !== list.length) {
    const message = `${list.length - numbers.length} entries of "${key}" are no numbers`
    fields.report({ code: 'import/bad-value', pointer: `${pointer}/${key}`, message })
  }
  return numbers as readonly number[]
}

function readShape(row: JsonObject, config: JsonObject, place: Place): GainShape {
  const { pointer, fields } = place
  const read = (key: string): number | undefined =>
    fields.number({ from: row, key, pointer }) ?? fields.number({ from: config, key, pointer })
  const [min, max] = [read('f_min'), read('f_max')]
  return {
    minThz: min === undefined ? defaultBand.minThz : min * 1e-12,
    maxThz: max === undefined ? defaultBand.maxThz : max * 1e-12,
    gainRippleDb: numbersOf(config, 'gain_ripple', place),
    noiseRippleDb: numbersOf(config, 'nf_ripple', place),
    dynamicGainTilt: numbersOf(config, 'dgt', place),
  }
}
