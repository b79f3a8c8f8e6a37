import * as z from 'zod'
import type { ControlStatus, RouteView, SiteView } from '../control/index.ts'
import { instantMs } from './schema-basics.ts'

const mw = z.number().meta({ unit: 'MW' })

const siteSchema: z.ZodType<SiteView> = z.object({
  id: z.string(),
  name: z.string(),
  grid: z.string(),
  engine: z.string(),
  isReachable: z.boolean(),
  state: z.enum(['open', 'drained']),
  pools: z.array(
    z.object({
      id: z.string(),
      accelerator: z.string(),
      total: z.int(),
      used: z.int(),
      foreign: z.int().meta({ description: 'In use by jobs that gridloom did not start' }),
      down: z.int(),
    }),
  ),
  itMw: mw,
  facilityMw: mw,
  facilityMaxMw: mw,
  pue: z.number(),
  legs: z.int(),
})
export const siteList = z
  .object({ sites: z.array(siteSchema.meta({ id: 'Site' })).readonly() })
  .meta({ id: 'SiteList' })

const routeSchema: z.ZodType<RouteView> = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  lengthKm: z.number().meta({ unit: 'km' }),
  rttMs: z.number().meta({ unit: 'ms' }),
  capacityGbps: z.number().meta({ unit: 'Gb/s' }),
  bookedGbps: z.number().meta({ unit: 'Gb/s' }),
  isUp: z.boolean(),
  srlgs: z.array(z.string()),
})
export const routeList = z
  .object({ routes: z.array(routeSchema.meta({ id: 'Route' })).readonly() })
  .meta({ id: 'RouteList' })

const statusSchema: z.ZodType<ControlStatus> = z.object({
  version: z.string(),
  fleet: z.string(),
  journalSeq: z.int(),
  decisionHash: z.string(),
  fencingToken: z.int(),
  isLeader: z.boolean(),
  startedAtMs: instantMs,
  live: z.int(),
  queued: z.int(),
  running: z.int(),
})
export const controlStatus = statusSchema.meta({ id: 'Status' })
