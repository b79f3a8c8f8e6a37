import * as z from 'zod'
import type { PlacedLeg, Reason } from '../decide/index.ts'
import type { Diagnostic } from '../diagnostics/index.ts'
import { httpCodes, type HttpCodeName } from './http-codes.ts'
import type { Problem } from './problem.ts'

/**
 * The shapes of the API, each typed as the control plane's own view: a field that the view has and the schema lacks
 * does not compile, and a field that the schema lacks never leaves the server.
 */
export const instantMs = z
  .int()
  .meta({ unit: 'ms', description: 'UTC, milliseconds since 1970-01-01' })

/** Decimal text: amounts and hours are never floats. */
export const decimal = (unit: string): z.ZodString =>
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .meta({ unit })

const diagnosticSchema: z.ZodType<Diagnostic> = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  pointer: z.string().meta({ description: 'RFC 6901 JSON pointer' }),
  at: z
    .object({ file: z.string(), line: z.int(), column: z.int(), length: z.int() })
    .exactOptional(),
  message: z.string(),
  hint: z.string().exactOptional(),
  related: z.array(z.object({ pointer: z.string(), message: z.string() })).exactOptional(),
})
export const diagnostic = diagnosticSchema.meta({ id: 'Diagnostic' })

const constraints = [
  'accelerator-kind',
  'accelerators',
  'it-power',
  'facility-power',
  'ramp',
  'site-drained',
  'site-unreachable',
  'site-not-allowed',
  'residency',
  'engine',
  'leg-count',
  'wan-path',
  'wan-capacity',
  'wan-latency',
  'wan-disjoint',
  'efficiency',
  'deadline',
  'budget',
  'quota',
  'priority',
  'fair-share',
  'back-off',
  'reserved',
  'cost',
  'start-window',
  'chosen',
  'duplicate',
] as const

const reasonSchema: z.ZodType<Reason> = z.object({
  siteIds: z.array(z.string()),
  verdict: z.enum(['chosen', 'possible', 'refused']),
  constraint: z.enum(constraints),
  need: z.number(),
  limit: z.number(),
  slack: z.number(),
  unit: z.string(),
  atMs: instantMs.exactOptional(),
  note: z.string().exactOptional(),
})
export const reason = reasonSchema.meta({
  id: 'Reason',
  description: 'Why here, why not there: one row for each site, or set of sites, considered',
})

export const placedLegShape = {
  legId: z.string(),
  rank: z.int(),
  siteId: z.string(),
  poolId: z.string(),
  accelerators: z.int(),
  nodes: z.int(),
  itMw: z.number().meta({ unit: 'MW' }),
  rampS: z.number().meta({ unit: 's' }),
  port: z.int(),
  linkPort: z.int(),
  wan: z
    .object({
      gbps: z.number().meta({ unit: 'Gb/s' }),
      paths: z.array(z.array(z.string())),
      rttMs: z.number().meta({ unit: 'ms' }),
    })
    .exactOptional(),
}
const placedLegSchema: z.ZodType<PlacedLeg> = z.object(placedLegShape)
export const placedLeg = placedLegSchema.meta({ id: 'PlacedLeg' })

const problemSchema: z.ZodType<Problem> = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  code: z.enum(Object.keys(httpCodes) as [HttpCodeName, ...HttpCodeName[]]),
  diagnostics: z.array(diagnostic),
  reasons: z.array(reason).exactOptional(),
  workloadId: z.string().exactOptional(),
})
export const problem = problemSchema.meta({
  id: 'Problem',
  description: 'RFC 9457 problem details',
})
