import { z } from 'zod'
import type { FigureSource, Fleet } from '../fleet.ts'
import { datasetSchema, pricesSchema, tenantSchema } from './commerce.ts'
import { nodeSchema, routeSchema, spanSchema, srlgSchema } from './network.ts'
import { policySchema } from './policy.ts'
import { section, withoutUndefined } from './section.ts'
import { siteSchema } from './site.ts'
import { id, line, prose } from './text-field.ts'

const sourceSchema = section({
  of: line('Dotted path by id, e.g. sites.mke.halls or spans.mke-chi.lengthKm'),
  provenance: z.enum(['measured', 'published', 'assumed', 'yours']),
  text: prose('The source: who, where, what was taken'),
  asOf: line('Date of the source').optional(),
}).transform((source): FigureSource => withoutUndefined(source))

/** The lists of the file and the schema of one item: the loader checks the good items of a broken file with it. */
export const itemSchemas = {
  sites: siteSchema,
  srlgs: srlgSchema,
  nodes: nodeSchema,
  spans: spanSchema,
  routes: routeSchema,
  tenants: tenantSchema,
  datasets: datasetSchema,
  sources: sourceSchema,
} as const

export const schemaVersion = z.literal(1).meta({ description: 'Version of the file format' })

/** The one description of a fleet file: its types, its JSON Schema and its parse come from here. */
export const fleetFileSchema = section({
  gridloom: schemaVersion,
  name: id('Name of the fleet'),
  description: prose('For people').optional(),
  sites: z.array(siteSchema).min(1).max(10_000),
  srlgs: z.array(srlgSchema).max(100_000).default([]),
  nodes: z.array(nodeSchema).max(100_000).default([]),
  spans: z.array(spanSchema).max(100_000).default([]),
  routes: z.array(routeSchema).max(100_000).default([]),
  tenants: z.array(tenantSchema).min(1).max(100_000),
  datasets: z.array(datasetSchema).max(100_000).default([]),
  prices: pricesSchema,
  policy: policySchema.prefault({}),
  sources: z.array(sourceSchema).max(100_000).default([]),
}).transform((fleet): Fleet => withoutUndefined(fleet))
