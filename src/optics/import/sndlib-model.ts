/**
 * What an SNDlib network asks is in the code of its model, eight letters such as `U-U-M-N-C-A-N-N`: the same numbers mean
 * one thing with E (at most one module of the list) and another with M (any whole mix of them). Source: SNDlib, format
 * and concepts (sndlib.put.poznan.pl); the readings of U, B, E and M were held against published LP bounds of MIPLIB.
 */
export interface SndlibModel {
  readonly demand: 'directed' | 'undirected'
  /** `shared`: both directions share one capacity; `per-direction`: each has it; `directed`: one direction only. */
  readonly link: 'shared' | 'per-direction' | 'directed'
  readonly capacity: 'linear' | 'single-modular' | 'modular' | 'explicit'
  readonly hasFixedCharge: boolean
  readonly routing: 'continuous' | 'integer' | 'single-path'
  readonly paths: 'all' | 'explicit-list'
  readonly hasHopLimits: boolean
  readonly survivability: 'none' | 'unrestricted-reconfiguration' | 'shared-path' | 'one-plus-one'
}

const letters = {
  demand: { D: 'directed', U: 'undirected' },
  link: { U: 'shared', B: 'per-direction', D: 'directed' },
  capacity: { L: 'linear', S: 'single-modular', M: 'modular', E: 'explicit' },
  fixedCharge: { N: false, Y: true },
  routing: { C: 'continuous', I: 'integer', S: 'single-path' },
  paths: { A: 'all', E: 'explicit-list' },
  hopLimits: { N: false, Y: true },
  survivability: {
    N: 'none',
    U: 'unrestricted-reconfiguration',
    S: 'shared-path',
    P: 'one-plus-one',
  },
} as const

/** Undefined for what is no code. */
export function readSndlibModel(code: string): SndlibModel | undefined {
  const parts = code.trim().toUpperCase().split('-')
  const at = <T>(index: number, table: Readonly<Record<string, T>>): T | undefined => {
    const letter = parts[index] ?? ''
    return Object.hasOwn(table, letter) ? table[letter] : undefined
  }
  const demand = at<SndlibModel['demand']>(0, letters.demand)
  const link = at<SndlibModel['link']>(1, letters.link)
  const capacity = at<SndlibModel['capacity']>(2, letters.capacity)
  const hasFixedCharge = at<boolean>(3, letters.fixedCharge)
  const routing = at<SndlibModel['routing']>(4, letters.routing)
  const paths = at<SndlibModel['paths']>(5, letters.paths)
  const hasHopLimits = at<boolean>(6, letters.hopLimits)
  const survivability = at<SndlibModel['survivability']>(7, letters.survivability)
  if (parts.length !== 8 || demand === undefined || link === undefined) return undefined
  if (capacity === undefined || hasFixedCharge === undefined || routing === undefined) return undefined // prettier-ignore
  if (paths === undefined || hasHopLimits === undefined || survivability === undefined) return undefined // prettier-ignore
  return { demand, link, capacity, hasFixedCharge, routing, paths, hasHopLimits, survivability }
}
