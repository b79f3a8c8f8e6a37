import type { Diagnostic } from '../../diagnostics/index.ts'
import { availabilityInSeries, minutesPerYear, type PathElement } from './availability.ts'

export interface AvailabilityPath {
  readonly id: string
  readonly capacityGbps: number
  readonly elements: readonly PathElement[]
}

export interface PathsAvailability {
  readonly kind: 'estimated'
  /** Of each path by itself. */
  readonly paths: readonly { readonly id: string; readonly availability: number }[]
  /** At least one, at least two, ... of the paths are up: `atLeast[k - 1]`. */
  readonly atLeast: readonly number[]
  /** From most to least: the share of time in which at least so much is up. */
  readonly levels: readonly { readonly gbps: number; readonly probability: number }[]
  /** Mean of what is up. */
  readonly expectedGbps: number
  /** In which nothing is up. */
  readonly darkMinutesPerYear: number
}

export type PathsAvailabilityOutcome =
  PathsAvailability | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }

/** States double with each kind of sharing; beyond these an exact answer takes too long. */
const sharedKindsMax = 14
const pathsMax = 12
/** Far above all fibre of a cable: what is above is a slip of unit, and sums of it could leave the range of numbers. */
const capacityGbpsMax = 1e12

/** Exact for independent elements, however paths share them. */
export function estimateAvailability(paths: readonly AvailabilityPath[]): PathsAvailabilityOutcome {
  const diagnostics = check(paths)
  if (diagnostics.length > 0) return { kind: 'refused', diagnostics }
  const { shared, own } = splitShared(paths)
  if (shared.length > sharedKindsMax) {
    const message = `${shared.length} ways of sharing among ${paths.length} paths; ${sharedKindsMax} can be reckoned exactly`
    return refused([{ code: 'link/too-many-paths', pointer: '/paths', message }])
  }
  const states = statesOf(paths, shared, own)
  const atLeast = paths.map((_, i) => tail(states.byCount, i + 1))
  const gbps = [...states.byGbps.keys()].filter((each) => each > 0).toSorted((a, b) => b - a)
  return {
    kind: 'estimated',
    paths: paths.map(({ id, elements }) => ({ id, availability: availabilityInSeries(elements) })),
    atLeast,
    levels: gbps.map((each) => ({ gbps: each, probability: tail(states.byGbps, each) })),
    expectedGbps: [...states.byGbps].reduce((sum, [each, probability]) => sum + each * probability, 0), // prettier-ignore
    darkMinutesPerYear: minutesPerYear * (states.byCount.get(0) ?? 0),
  }
}

const refused = (found: readonly Omit<Diagnostic, 'severity'>[]): PathsAvailabilityOutcome => ({
  kind: 'refused',
  diagnostics: found.map((each) => ({ severity: 'error', ...each })),
})

function check(paths: readonly AvailabilityPath[]): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  const add = (pointer: string, message: string): void =>
    void found.push({ code: 'link/out-of-range', severity: 'error', pointer, message })
  if (paths.length === 0 || paths.length > pathsMax) {
    add('/paths', `${paths.length} paths; from 1 to ${pathsMax} can be reckoned`)
  }
  for (const [i, { capacityGbps, elements }] of paths.entries()) {
    if (!(capacityGbps >= 0 && capacityGbps <= capacityGbpsMax)) {
      add(`/paths/${i}/capacityGbps`, `capacityGbps is ${capacityGbps}; it must be at least 0 and at most ${capacityGbpsMax}`) // prettier-ignore
    }
    for (const [j, { unavailability }] of elements.entries()) {
      if (unavailability >= 0 && unavailability <= 1) continue
      add(`/paths/${i}/elements/${j}/unavailability`, `unavailability is ${unavailability}; it is a share from 0 to 1`) // prettier-ignore
    }
  }
  return found
}

interface Shared {
  /** Indices of the paths that need it. */
  readonly users: readonly number[]
  readonly availability: number
}

/** Elements that the same paths share stand in series with each other: they are one. */
function splitShared(paths: readonly AvailabilityPath[]): {
  readonly shared: readonly Shared[]
  readonly own: readonly number[]
} {
  const users = new Map<string, { readonly element: PathElement; readonly by: Set<number> }>()
  for (const [i, { elements }] of paths.entries()) {
    for (const element of elements) {
      const known = users.get(element.id)
      // Where two paths say different things of one element, the worse holds.
      const isWorse = known !== undefined && element.unavailability > known.element.unavailability
      const kept = known === undefined || isWorse ? element : known.element
      users.set(element.id, { element: kept, by: (known?.by ?? new Set<number>()).add(i) })
    }
  }
  const own = paths.map(() => 1)
  const groups = new Map<string, Shared>()
  for (const { element, by } of users.values()) {
    const up = 1 - element.unavailability
    const [only] = by
    if (by.size === 1 && only !== undefined) own[only] = (own[only] ?? 1) * up
    else {
      const key = [...by].join(' ')
      const known = groups.get(key)
      groups.set(key, { users: [...by], availability: (known?.availability ?? 1) * up })
    }
  }
  return { shared: [...groups.values()], own }
}

interface States {
  readonly byCount: ReadonlyMap<number, number>
  readonly byGbps: ReadonlyMap<number, number>
}

function statesOf(
  paths: readonly AvailabilityPath[],
  shared: readonly Shared[],
  own: readonly number[],
): States {
  const byCount = new Map<number, number>()
  const byGbps = new Map<number, number>()
  for (let state = 0; state < 1 << shared.length; state += 1) {
    const isUp = (i: number): boolean => (state & (1 << i)) === 0
    const chance = shared.reduce((product, { availability }, i) => product * (isUp(i) ? availability : 1 - availability), 1) // prettier-ignore
    if (chance === 0) continue
    const cut = new Set(shared.flatMap(({ users }, i) => (isUp(i) ? [] : users)))
    const alive = paths.flatMap(({ capacityGbps }, i) => (cut.has(i) ? [] : [{ capacityGbps, up: own[i] ?? 0 }])) // prettier-ignore
    addWeighted(byCount, chance, convolve(alive.map(({ up }) => ({ up, size: 1 }))))
    addWeighted(byGbps, chance, convolve(alive.map(({ up, capacityGbps }) => ({ up, size: capacityGbps })))) // prettier-ignore
  }
  return { byCount, byGbps }
}

/** How likely each sum is of things that are there or not, independently. */
function convolve(
  parts: readonly { readonly up: number; readonly size: number }[],
): ReadonlyMap<number, number> {
  let sums: ReadonlyMap<number, number> = new Map([[0, 1]])
  for (const { up, size } of parts) {
    const next = new Map<number, number>()
    for (const [sum, probability] of sums) {
      next.set(sum, (next.get(sum) ?? 0) + probability * (1 - up))
      next.set(sum + size, (next.get(sum + size) ?? 0) + probability * up)
    }
    sums = next
  }
  return sums
}

function addWeighted(into: Map<number, number>, weight: number, from: ReadonlyMap<number, number>) {
  for (const [key, value] of from) into.set(key, (into.get(key) ?? 0) + weight * value)
}

const tail = (of: ReadonlyMap<number, number>, from: number): number =>
  Math.min(1, [...of].reduce((sum, [key, value]) => (key >= from ? sum + value : sum), 0)) // prettier-ignore
