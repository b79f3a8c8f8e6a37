import type { RoadmTarget } from '../element.ts'
import type { Fields } from '../import/json-fields.ts'
import { own } from '../import/json-fields.ts'
import type { JsonObject } from '../import/json-reader.ts'
import { isObject } from '../import/json-reader.ts'
import { readTarget } from './target.ts'

/** What a kind of ROADM does to light that is added, dropped or passes. */
export interface RoadmKind {
  readonly target?: RoadmTarget
  readonly passes: Readonly<Record<RoadmPass, PassFigures>>
}

export type RoadmPass = 'add' | 'drop' | 'express'

export interface PassFigures {
  readonly lossDb: number
  readonly pmdPs: number
  readonly osnrDb?: number
}

const passes = ['add', 'drop', 'express'] as const

/** Add-drop OSNR of a ROADM that states none: `gnpy/tools/json_io.py::Roadm`, 2.14. */
const addDropOsnrDefaultDb = 100

export function readRoadmKind(row: JsonObject, pointer: string, fields: Fields): RoadmKind {
  const target = readTarget(row, pointer, fields)
  const osnrDb = fields.number({ from: row, key: 'add_drop_osnr', pointer }) ?? addDropOsnrDefaultDb
  const pmdPs = (fields.number({ from: row, key: 'pmd', pointer }) ?? 0) * 1e12
  // The stated ratio is that of add and drop together: each has half of the noise.
  const half = osnrDb + 10 * Math.log10(2)
  const plain: RoadmKind['passes'] = {
    add: { lossDb: 0, pmdPs, osnrDb: half },
    drop: { lossDb: 0, pmdPs, osnrDb: half },
    express: { lossDb: 0, pmdPs },
  }
  const detailed = readDetails(row, pointer, fields)
  return { ...(target === undefined ? {} : { target }), passes: { ...plain, ...detailed } }
}

/** `roadm-path-impairments`: the first profile of each kind of pass counts, as GNPy takes it. */
function readDetails(
  row: JsonObject,
  pointer: string,
  fields: Fields,
): Partial<Record<RoadmPass, PassFigures>> {
  const key = 'roadm-path-impairments'
  const found: Partial<Record<RoadmPass, PassFigures>> = {}
  fields.list(row, key, pointer).forEach((value, i) => {
    const at = `${pointer}/${key}/${i}`
    const profile = fields.object(value, at)
    if (profile === undefined) return
    for (const pass of passes) {
      const name = `roadm-${pass}-path`
      if (found[pass] !== undefined || !Object.hasOwn(profile, name)) continue
      found[pass] = readProfile(own(profile, name), `${at}/${name}`, fields)
    }
  })
  return found
}

function readProfile(bands: unknown, pointer: string, fields: Fields): PassFigures {
  const list = Array.isArray(bands) ? bands : []
  const [first] = list
  const from = isObject(first) ? first : {}
  const read = (key: string): number | undefined =>
    fields.number({ from, key, pointer: `${pointer}/0` })
  if (list.length > 1) {
    const message = `this pass differs by band; the first of ${list.length} bands is taken for all channels`
    fields.report({ code: 'gnpy/simplified', pointer, message, severity: 'warning' })
  }
  const osnrDb = read('roadm-osnr')
  return {
    lossDb: read('roadm-maxloss') ?? 0,
    pmdPs: (read('roadm-pmd') ?? 0) * 1e12,
    ...(osnrDb === undefined ? {} : { osnrDb }),
  }
}
