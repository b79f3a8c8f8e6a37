import type { BillQuery, ControlPlane, Viewer } from '../control/index.ts'
import { notFound } from './answers.ts'
import { periodQuery } from './parameters.ts'
import { defineRoute, type RegisterRoute } from './route.ts'
import { bill, reconciliation } from './schema-bill.ts'

const tag = 'billing'

interface Period {
  readonly tenant?: string
  readonly from?: number
  readonly to?: number
}

/** The first instant of the month, UTC. */
function monthStartMs(atMs: number): number {
  const at = new Date(atMs)
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth())
}

/** Whoever is bound to a tenant asks about that tenant; another one, or one that is not there, is not found. */
function billQuery(
  period: Period,
  { control, viewer }: { control: ControlPlane; viewer: Viewer },
): BillQuery | undefined {
  const tenantId = period.tenant ?? viewer.tenantId
  if (viewer.tenantId !== undefined && tenantId !== viewer.tenantId) return undefined
  if (tenantId !== undefined && !control.fleet.tenants.some(({ id }) => id === tenantId)) {
    return undefined
  }
  const toMs = period.to ?? Date.now()
  return {
    ...(tenantId !== undefined && { tenantId }),
    fromMs: period.from ?? monthStartMs(toMs - 1),
    toMs,
  }
}

const showBill = defineRoute({
  method: 'GET',
  url: '/v1/bill',
  access: 'any',
  tag,
  summary: 'Usage and charges of a period',
  problems: [404],
  query: periodQuery,
  reply: bill,
  handle: async ({ control, viewer, query }) => {
    const asked = billQuery(query, { control, viewer })
    if (!asked) return notFound(`tenant ${query.tenant}`)
    return { status: 200, body: await control.bill(asked) }
  },
})

const reconcile = defineRoute({
  method: 'GET',
  url: '/v1/bill/reconcile',
  access: 'fleet-wide',
  tag,
  summary: 'Metered usage against what the engines account for',
  problems: [404],
  query: periodQuery,
  reply: reconciliation,
  handle: async ({ control, viewer, query }) => {
    const asked = billQuery(query, { control, viewer })
    if (!asked) return notFound(`tenant ${query.tenant}`)
    return { status: 200, body: await control.reconcile(asked) }
  },
})

export const billRoutes: readonly RegisterRoute[] = [showBill, reconcile]
