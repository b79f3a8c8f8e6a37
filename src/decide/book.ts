import type { InstantMs } from '../units/index.ts'
import { pueAtHour } from '../power/index.ts'
import { hourMs } from '../units/index.ts'
import { addGrant } from './grant.ts'
import { foreverMs } from './need.ts'
import type { Leg, SiteState, State, TenantState } from './state.ts'
import type { WorldSite } from './world.ts'

/**
 * The books of capacity: what is held now and until when. A leg holds its accelerators, its watts, its ports and its WAN
 * from the instant it is placed until the engine confirms that it is gone, whatever was planned: a lost site is not a
 * dead job. All sums are integers (accelerators, watts), so putting back what was taken leaves no trace.
 */
export function hold(state: State, leg: Leg, tenantId: string): void {
  const site = state.sites.get(leg.siteId)
  if (site === undefined || site.legs.has(leg.legId)) return
  site.legs.set(leg.legId, leg)
  site.usedByPool.set(leg.poolId, (site.usedByPool.get(leg.poolId) ?? 0) + leg.accelerators)
  site.usedItW += leg.itW
  holdWan(state, leg)
  if (leg.port > 0) site.ports.add(leg.port)
  if (leg.linkPort > 0) site.ports.add(leg.linkPort)
  const tenant = tenantState(state, tenantId)
  accrue(state, tenant)
  tenant.heldAccelerators += leg.accelerators
}

export function letGo(state: State, leg: Leg, tenantId: string): void {
  const site = state.sites.get(leg.siteId)
  if (site === undefined || !site.legs.delete(leg.legId)) return
  site.usedByPool.set(leg.poolId, (site.usedByPool.get(leg.poolId) ?? 0) - leg.accelerators)
  site.usedItW -= leg.itW
  letGoWan(state, leg)
  state.hasFreed = true
  site.ports.delete(leg.port)
  site.ports.delete(leg.linkPort)
  const tenant = tenantState(state, tenantId)
  accrue(state, tenant)
  tenant.heldAccelerators -= leg.accelerators
}

function holdWan(state: State, leg: Leg): void {
  if (leg.wan === undefined) return
  state.wanLegs.set(leg.legId, leg)
  addGrant(state.wanHeldMbps, leg.wan)
}

function letGoWan(state: State, leg: Leg): void {
  if (state.wanLegs.delete(leg.legId)) addGrant(state.wanHeldMbps, leg.wan, -1)
}

export function tenantState(state: State, tenantId: string): TenantState {
  let tenant = state.tenants.get(tenantId)
  if (tenant === undefined) {
    tenant = { id: tenantId, usageH: 0, usageAtMs: state.nowMs, heldAccelerators: 0 }
    state.tenants.set(tenantId, tenant)
  }
  return tenant
}

/** Brings a tenant's decayed usage up to now: past usage halves every half-life, held accelerators add hours. */
export function accrue(state: State, tenant: TenantState): void {
  const elapsedH = (state.nowMs - tenant.usageAtMs) / hourMs
  if (elapsedH <= 0) return
  const halfLifeH = state.world?.fleet.policy.fairShareHalfLifeH ?? 168
  tenant.usageH =
    tenant.usageH * Math.pow(0.5, elapsedH / halfLifeH) + tenant.heldAccelerators * elapsedH
  tenant.usageAtMs = state.nowMs
}

/** Until when a leg holds its capacity, as far as can be told: a leg that is past its time may hold it for ever. */
export const heldUntilMs = (state: State, leg: Leg): InstantMs =>
  leg.holdsUntilMs <= state.nowMs ? foreverMs : leg.holdsUntilMs

/** Watts held at `atMs` by the legs of today; never more than now, as placements only end. */
export function itWUsedAt(state: State, site: SiteState, atMs: InstantMs): number {
  if (atMs <= state.nowMs) return site.usedItW
  let itW = 0
  for (const leg of site.legs.values()) if (heldUntilMs(state, leg) > atMs) itW += leg.itW
  return itW
}

/** The same for the accelerators of one pool. */
export function acceleratorsUsedAt(
  state: State,
  { site, poolId }: { readonly site: SiteState; readonly poolId: string },
  atMs: InstantMs,
): number {
  if (atMs <= state.nowMs) return site.usedByPool.get(poolId) ?? 0
  let accelerators = 0
  for (const leg of site.legs.values())
    if (leg.poolId === poolId && heldUntilMs(state, leg) > atMs) accelerators += leg.accelerators
  return accelerators
}

/** A free port of the site's range, round robin, so that a port just left is the last to be reused; 0 when none. */
export function takePort(
  site: SiteState,
  range: { readonly from: number; readonly to: number },
): number {
  const size = range.to - range.from + 1
  for (let tried = 0; tried < size; tried++) {
    const port = range.from + ((site.nextPort + tried) % size)
    if (site.ports.has(port)) continue
    site.nextPort = (site.nextPort + tried + 1) % size
    site.ports.add(port)
    return port
  }
  return 0
}

/**
 * The ramp limit as a start budget: it fills at the ramp rate up to one minute's worth, a leg takes its facility watts
 * out. A leg larger than the budget may start when the budget is full, runs it into debt, and is told over how many
 * seconds to bring up its load. So over any minute at most two minutes' worth starts, and over an hour the rate holds.
 */
export function rampLevelW(entry: WorldSite, site: SiteState, atMs: InstantMs): number {
  const ratePerMin = entry.site.rampMaxMwPerMin
  if (ratePerMin === undefined) return Number.POSITIVE_INFINITY
  const fullW = ratePerMin * 1e6
  const refilled = site.rampLevelW + (fullW * (atMs - site.rampAtMs)) / 60_000
  return Math.min(fullW, refilled)
}

/** When the start budget of a site is full again; a millisecond more, so that rounding cannot leave it short. */
export function rampFullMs(entry: WorldSite, site: SiteState): InstantMs {
  const ratePerMin = entry.site.rampMaxMwPerMin
  if (ratePerMin === undefined) return site.rampAtMs
  const missingW = Math.max(0, ratePerMin * 1e6 - site.rampLevelW)
  return site.rampAtMs + Math.ceil((missingW * 60_000) / (ratePerMin * 1e6)) + 1
}

/** Takes a start out of the budget; answers over how many seconds the load has to be brought up. */
export function takeRamp(state: State, entry: WorldSite, itW: number): number {
  const site = state.sites.get(entry.site.id)!
  const ratePerMin = entry.site.rampMaxMwPerMin
  if (ratePerMin === undefined) return 0
  const facilityW = itW * pueAtHour(entry.site.pue, Math.floor(state.nowMs / hourMs) % 24)
  site.rampLevelW = Math.round(rampLevelW(entry, site, state.nowMs) - facilityW)
  site.rampAtMs = state.nowMs
  return Math.round((facilityW / (ratePerMin * 1e6)) * 60)
}
