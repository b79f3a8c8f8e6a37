import { addGrant, toMbps } from './grant.ts'
import type { WanGrant } from './event.ts'
import type { Refusal } from './site-check.ts'
import type { State } from './state.ts'
import { findGrant, grantOptions } from './wan.ts'
import type { GrantOption, WanQuery } from './wan.ts'

/**
 * The WAN of a gang is a star: each leg is joined to the first. Legs share routes, so the best way of each by itself may
 * not fit beside the others'; then the ways are chosen together, the least sum of all, and a gang is refused only when no
 * choice fits.
 */
export interface Star {
  /** One for each leg after the first. */
  readonly grants: readonly WanGrant[]
  readonly usdPerH: number
}

/** Partial choices that are looked at: three legs with sixteen paths each are 4,000. */
const choicesMax = 20_000

export function joinStar(
  state: State,
  siteIds: readonly string[],
  query: WanQuery,
): Star | Refusal {
  const hub = siteIds[0]!
  const taken = new Map<string, number>()
  const grants: WanGrant[] = []
  let usdPerH = 0
  for (const siteId of siteIds.slice(1)) {
    const answer = findGrant(state, { hubSiteId: hub, siteId }, query)
    if (!answer.ok) return answer.refusal
    grants.push(answer.grant)
    usdPerH += answer.usdPerH
    addGrant(taken, answer.grant)
  }
  if (fits(taken, query.free)) return { grants, usdPerH }
  const options = siteIds
    .slice(1)
    .map((siteId) => grantOptions(state, { hubSiteId: hub, siteId }, query))
  const best = chooseTogether(options, query.free)
  if (best !== undefined) return best
  const narrow = [...taken].filter(([id, mbps]) => mbps > query.free.get(id)!)
  const [routeId, mbps] = narrow[0]!
  return {
    constraint: 'wan-capacity',
    need: mbps / 1000,
    limit: query.free.get(routeId)! / 1000,
    unit: 'Gb/s',
    note: `each leg has a way, but not all of them together: ${routeId} is too narrow`,
  }
}

const fits = (taken: ReadonlyMap<string, number>, free: ReadonlyMap<string, number>): boolean =>
  [...taken].every(([id, mbps]) => mbps <= free.get(id)!)

/** Depth first over the legs, best ways first; a branch ends when its sum with the best of the rest is no better. */
function chooseTogether(
  options: readonly (readonly GrantOption[])[],
  free: ReadonlyMap<string, number>,
): Star | undefined {
  const restOf = (leg: number): number =>
    options.slice(leg).reduce((sum, one) => sum + (one[0]?.weight ?? 0), 0)
  const left = new Map(free)
  const chosen: GrantOption[] = []
  let best: readonly GrantOption[] | undefined
  let choices = 0
  const go = (leg: number): void => {
    if (leg === options.length) {
      if (best === undefined || isLess(chosen, best)) best = [...chosen]
      return
    }
    for (const option of options[leg]!) {
      const least = weightOf(chosen) + option.weight + restOf(leg + 1)
      if (choices++ >= choicesMax || (best !== undefined && least > weightOf(best))) return
      if (!hasRoom(left, option.grant)) continue
      addGrant(left, option.grant, -1)
      chosen.push(option)
      go(leg + 1)
      chosen.pop()
      addGrant(left, option.grant)
    }
  }
  go(0)
  if (best === undefined) return undefined
  return {
    grants: best.map((option) => option.grant),
    usdPerH: best.reduce((sum, option) => sum + option.usdPerH, 0),
  }
}

const weightOf = (options: readonly GrantOption[]): number =>
  options.reduce((sum, option) => sum + option.weight, 0)

const isLess = (a: readonly GrantOption[], b: readonly GrantOption[]): boolean => {
  const usdPerH = (options: readonly GrantOption[]): number =>
    options.reduce((sum, option) => sum + option.usdPerH, 0)
  return weightOf(a) < weightOf(b) || (weightOf(a) === weightOf(b) && usdPerH(a) < usdPerH(b))
}

const hasRoom = (left: ReadonlyMap<string, number>, grant: WanGrant): boolean =>
  grant.paths.every((path) => path.every((id) => left.get(id)! >= toMbps(grant.gbps)))
