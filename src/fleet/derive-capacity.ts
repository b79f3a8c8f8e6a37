import type { Gbps, Km } from '../units/index.ts'
import type { Finding } from './check/finding.ts'
import type { Fleet, Route, RouteLine } from './fleet.ts'

/**
 * How much a lit route carries is physics, and optics stands below this room: whoever loads a fleet hands it in
 * (`network/` does). Spans are in the order of the route.
 */
export type DeriveCapacity = (request: {
  readonly spansKm: readonly Km[]
  readonly line: RouteLine
}) => DerivedCapacity

export type DerivedCapacity =
  | { readonly ok: true; readonly capacityGbps: Gbps; readonly because: string }
  | {
      readonly ok: false
      readonly why: string
      readonly hint?: string
      /** What of the line is at fault, where it is one thing. */
      readonly field?: 'fibrePairs' | 'fibre' | 'amplifierSpacing'
    }

/** The fleet with every capacity that follows from a line, and what is wrong with the lines. */
export function deriveCapacities(
  fleet: Fleet,
  derive: DeriveCapacity | undefined,
): { readonly fleet: Fleet; readonly findings: readonly Finding[] } {
  const findings: Finding[] = []
  if (fleet.routes.every(({ line, isCapacityDerived }) => line === undefined && isCapacityDerived !== true)) return { fleet, findings } // prettier-ignore
  const lengthById = new Map(fleet.spans.map(({ id, lengthKm }) => [id, lengthKm]))
  const routes = fleet.routes.map((route, i): Route => {
    const spansKm = route.spans.map((id) => lengthById.get(id) ?? 0)
    const judged = judge(route, spansKm, derive)
    if (judged.finding !== undefined)
      findings.push({ ...judged.finding, path: ['routes', i, ...judged.finding.path] })
    return judged.route
  })
  return { fleet: { ...fleet, routes }, findings }
}

interface Judged {
  readonly route: Route
  readonly finding?: Finding
}

function judge(route: Route, spansKm: readonly Km[], derive: DeriveCapacity | undefined): Judged {
  const { line } = route
  if (line === undefined) {
    if (route.isCapacityDerived !== true) return { route }
    const message = `route "${route.id}" says neither what it carries nor what it is made of`
    const hint = 'add "capacity: 800 Gb/s", or "line: { fibrePairs: 2 }"'
    return { route, finding: { code: 'fleet/no-capacity', path: [], message, hint } }
  }
  // A span of no or unknown length is reported where it stands; physics has nothing to add.
  if (!spansKm.every((km) => km > 0)) return { route }
  if (derive === undefined) {
    const message = `what the line of route "${route.id}" carries was not derived here`
    const finding: Finding = { code: 'fleet/no-capacity', path: ['line'], message, hint: 'state its "capacity"' } // prettier-ignore
    return route.isCapacityDerived === true ? { route, finding } : { route }
  }
  const derived = derive({ spansKm, line })
  if (!derived.ok) {
    const message = `the line of route "${route.id}" cannot carry anything: ${derived.why}`
    const path = derived.field === undefined ? ['line'] : ['line', derived.field]
    return { route, finding: { code: 'fleet/dark-line', path, message, hint: derived.hint } }
  }
  const { capacityGbps, because } = derived
  if (route.isCapacityDerived === true) return { route: { ...route, capacityGbps } }
  if (route.capacityGbps <= capacityGbps) return { route }
  const message = `route "${route.id}" is said to carry ${route.capacityGbps} Gb/s; its line can carry ${Math.floor(capacityGbps)} Gb/s`
  return {
    route,
    finding: {
      code: 'fleet/capacity-above-physics',
      severity: 'warning',
      path: ['capacity'],
      message,
      hint: `${because}; leave "capacity" out to take what physics gives`,
    },
  }
}
