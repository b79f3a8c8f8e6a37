import type { RoadmTarget } from '../element.ts'
import type { Fields } from '../import/json-fields.ts'
import { own } from '../import/json-fields.ts'
import type { JsonObject } from '../import/json-reader.ts'
import { isObject } from '../import/json-reader.ts'
import { readFibre } from './fibre.ts'
import type { GnpyFibre } from './fibre.ts'
import { readTarget } from './target.ts'

/** An element of a GNPy network as the file has it; what it leaves open comes from the equipment file. */
export type GnpyElement = (
  | { readonly kind: 'transceiver' }
  | GnpyFibre
  | GnpyAmplifiers
  | GnpyRoadm
  | { readonly kind: 'fused'; readonly lossDb: number }
) & {
  readonly uid: string
  readonly pointer: string
}

export interface GnpyAmplifiers {
  readonly kind: 'amplifier'
  readonly isMultiband: boolean
  readonly bands: readonly GnpyAmplifier[]
}

export interface GnpyAmplifier {
  readonly variety?: string
  /** Left out where GNPy's design step has not run. */
  readonly gainDb?: number
  readonly tiltDb: number
  readonly inputVoaDb: number
  readonly outputVoaDb: number
}

export interface GnpyRoadm {
  readonly kind: 'roadm'
  readonly variety: string
  readonly target?: RoadmTarget
  readonly targetTowards: Readonly<Record<string, RoadmTarget>>
}

export function readElement(
  row: JsonObject,
  pointer: string,
  fields: Fields,
): GnpyElement | undefined {
  const uid = fields.text(row, 'uid', pointer)
  const type = fields.text(row, 'type', pointer)
  if (uid === undefined || type === undefined) return undefined
  const at = { uid, pointer }
  switch (type) {
    case 'Transceiver':
      return { kind: 'transceiver', ...at }
    case 'Fiber':
    case 'RamanFiber':
      return { ...readFibre(row, pointer, fields), ...at }
    case 'Edfa':
      return { kind: 'amplifier', isMultiband: false, bands: [readAmplifier(row, pointer, fields)], ...at } // prettier-ignore
    case 'Multiband_amplifier':
      return { ...readAmplifiers(row, pointer, fields), ...at }
    case 'Roadm':
      return { ...readRoadm(row, pointer, fields), ...at }
    case 'Fused':
      return { kind: 'fused', lossDb: numberIn(row, ['params', 'loss'], { pointer, fields }) ?? 1, ...at } // prettier-ignore
    default: {
      const message = `${JSON.stringify(uid)} is of type ${JSON.stringify(type)}, which is not known`
      const hint =
        'known are Transceiver, Fiber, RamanFiber, Edfa, Multiband_amplifier, Roadm and Fused'
      fields.report({ code: 'gnpy/unknown-element', pointer: `${pointer}/type`, message, hint })
      return undefined
    }
  }
}

interface Place {
  readonly pointer: string
  readonly fields: Fields
}

/** A number two levels down, e.g. in `params`; undefined where the file has none. */
function numberIn(
  row: JsonObject,
  [group, key]: readonly [string, string],
  { pointer, fields }: Place,
): number | undefined {
  const from = own(row, group)
  if (!isObject(from)) return undefined
  return fields.number({ from, key, pointer: `${pointer}/${group}` })
}

function readAmplifier(row: JsonObject, pointer: string, fields: Fields): GnpyAmplifier {
  const variety = own(row, 'type_variety')
  const read = (key: string): number | undefined =>
    numberIn(row, ['operational', key], { pointer, fields })
  const gainDb = read('gain_target')
  return {
    ...(typeof variety === 'string' && variety !== '' ? { variety } : {}),
    ...(gainDb === undefined ? {} : { gainDb }),
    tiltDb: read('tilt_target') ?? 0,
    inputVoaDb: read('in_voa') ?? 0,
    outputVoaDb: read('out_voa') ?? 0,
  }
}

function readAmplifiers(row: JsonObject, pointer: string, fields: Fields): GnpyAmplifiers {
  const bands = fields.list(row, 'amplifiers', pointer).flatMap((value, i) => {
    const at = `${pointer}/amplifiers/${i}`
    const part = fields.object(value, at)
    return part === undefined ? [] : [readAmplifier(part, at, fields)]
  })
  if (bands.length === 0) {
    const message = 'an amplifier of several bands without "amplifiers"'
    const hint = 'run the design step of GNPy and save its network'
    fields.report({ code: 'gnpy/not-designed', pointer, message, hint })
  }
  return { kind: 'amplifier', isMultiband: true, bands }
}

function readRoadm(row: JsonObject, pointer: string, fields: Fields): GnpyRoadm {
  const variety = own(row, 'type_variety')
  const params = own(row, 'params')
  const kind = { kind: 'roadm', variety: typeof variety === 'string' ? variety : '' } as const
  if (!isObject(params)) return { ...kind, targetTowards: {} }
  const at = `${pointer}/params`
  const target = readTarget(params, at, fields)
  return {
    ...kind,
    ...(target === undefined ? {} : { target }),
    targetTowards: readDegrees(params, at, fields),
  }
}

/** Targets of single degrees, by the uid of the next element. */
const perDegree = [
  ['per_degree_pch_out_db', (value: number): RoadmTarget => ({ kind: 'channel', dbm: value })],
  ['per_degree_psd_out_mWperGHz', (value: number): RoadmTarget => ({ kind: 'symbol-rate', mwPerGhz: value })], // prettier-ignore
  ['per_degree_psd_out_mWperSlotWidth', (value: number): RoadmTarget => ({ kind: 'slot', mwPerGhz: value })], // prettier-ignore
] as const

function readDegrees(
  params: JsonObject,
  pointer: string,
  fields: Fields,
): Readonly<Record<string, RoadmTarget>> {
  return Object.fromEntries(
    perDegree.toReversed().flatMap(([key, targetOf]) => {
      const degrees = own(params, key)
      if (!isObject(degrees)) return []
      return Object.keys(degrees).flatMap((degree): [string, RoadmTarget][] => {
        const value = fields.number({ from: degrees, key: degree, pointer: `${pointer}/${key}` })
        return value === undefined ? [] : [[degree, targetOf(value)]]
      })
    }),
  )
}
