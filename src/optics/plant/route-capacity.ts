import type { Diagnostic } from '../../diagnostics/index.ts'
import type { Gbps, Km } from '../../units/index.ts'
import { hintNearest } from '../../diagnostics/index.ts'
import { bandEdges, type Band } from './band.ts'
import { fibreIds, fibreOf, type PlainFibre } from './fibre-type.ts'
import { placeHuts } from './huts.ts'
import { estimateLineCapacity, type LitMode } from './line-capacity.ts'
import type { ModeRefusal } from './modes.ts'
import { plantFigures as figures } from './plant-figures.ts'
import { createPlantCheck, unknownChoice } from './plant-check.ts'

/** What a fleet knows of a route: its sections of fibre between nodes, and how it is lit. */
export interface RouteCapacityRequest {
  readonly spansKm: readonly Km[]
  /** Of the catalog, or a usual name: `ssmf`. */
  readonly fibre: string
  readonly band: Band
  readonly fibrePairs: number
  /** Longest distance between amplifiers; sections that are longer are cut into equal parts. */
  readonly amplifierSpacingKm?: Km
  readonly marginDb?: number
}

export type RouteCapacityOutcome =
  | {
      readonly kind: 'estimated'
      readonly capacityGbps: Gbps
      readonly pairGbps: Gbps
      readonly lit: LitMode
      readonly shannonPairGbps: Gbps
      readonly amplifierSpansKm: readonly Km[]
    }
  /** Well described, and no mode can be lit on it. */
  | { readonly kind: 'dark'; readonly refusals: readonly ModeRefusal[] }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }

/** Nodes between sections hold amplifiers; light passes them without being made electrical. */
export function routeCapacity(request: RouteCapacityRequest): RouteCapacityOutcome {
  const { spansKm, band, fibrePairs, marginDb = figures.marginDb.value } = request
  const checked = checkRoute(request)
  if (!checked.ok) return { kind: 'refused', diagnostics: checked.diagnostics }
  const { fibre } = checked
  const sections = spansKm.map((routeKm) =>
    placeHuts({
      routeKm,
      spanMaxKm: request.amplifierSpacingKm ?? figures.spanMaxKm.value,
      spanLossMaxDb: figures.spanLossMaxDb.value,
      lossDbPerKm: fibre.lossDbPerKm,
      connectorLossDb: figures.connectorLossDb.value,
    }),
  )
  const amplifierSpansKm = sections.flatMap((section) => section?.spansKm ?? [])
  if (sections.includes(undefined)) return { kind: 'refused', diagnostics: [beyondLimits] }
  const line = estimateLineCapacity({ spansKm: amplifierSpansKm, fibre, band, marginDb })
  if (line.kind === 'refused') return line
  if (line.best === undefined) return { kind: 'dark', refusals: line.refusals }
  return {
    kind: 'estimated',
    capacityGbps: fibrePairs * line.best.pairGbps,
    pairGbps: line.best.pairGbps,
    lit: line.best,
    shannonPairGbps: line.shannonGbps,
    amplifierSpansKm,
  }
}

export const beyondLimits: Diagnostic = {
  code: 'link/beyond-limits',
  severity: 'error',
  pointer: '',
  message: 'no place for amplifiers keeps the longest span in km and dB with fewer than 5,000 huts',
}

type Checked =
  | { readonly ok: true; readonly fibre: PlainFibre }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

function checkRoute(request: RouteCapacityRequest): Checked {
  const { inRange, add, found } = createPlantCheck()
  request.spansKm.forEach((km, i) => inRange(`/spansKm/${i}`, km, { min: 0, max: 20_000, unit: 'km', isMinExcluded: true })) // prettier-ignore
  const total = request.spansKm.reduce((sum, km) => sum + km, 0)
  if (found().length === 0) inRange('/spansKm', total, { min: 0, max: 40_000, unit: 'km', isMinExcluded: true }) // prettier-ignore
  inRange('/fibrePairs', request.fibrePairs, { min: 1, max: 10_000, unit: 'pairs' })
  inRange('/amplifierSpacingKm', request.amplifierSpacingKm, { min: 1, max: 400, unit: 'km' })
  inRange('/marginDb', request.marginDb, { min: 0, max: 20, unit: 'dB' })
  if (!Number.isInteger(request.fibrePairs) && found().every(({ pointer }) => pointer !== '/fibrePairs')) add(brokenPair) // prettier-ignore
  if (!Object.hasOwn(bandEdges, request.band)) add(unknownChoice('band', request.band, Object.keys(bandEdges))) // prettier-ignore
  const fibre = fibreOf(request.fibre)
  if (fibre === undefined) add(unknownFibre(request.fibre))
  const diagnostics = found()
  return fibre === undefined || diagnostics.length > 0 ? { ok: false, diagnostics } : { ok: true, fibre } // prettier-ignore
}

const brokenPair: Diagnostic = {
  code: 'link/out-of-range',
  severity: 'error',
  pointer: '/fibrePairs',
  message: 'fibrePairs counts whole pairs',
}

export const unknownFibre = (name: string): Diagnostic => ({
  code: 'link/unknown-fibre',
  severity: 'error',
  pointer: '/fibre',
  message: `there is no fibre type ${JSON.stringify(name.slice(0, 60))}`,
  hint: hintNearest(name, fibreIds) ?? `the catalog has ${fibreIds.join(', ')}`,
})
