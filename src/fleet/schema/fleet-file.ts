import { z } from 'zod'
import type { FigureSource, Fleet } from '../fleet.ts'
import { datasetSchema, pricesSchema, tenantSchema } from './commerce.ts'
import { nodeSchema, routeSchema, spanSchema, srlgSchema } from './network.ts'
import { policySchema } from './policy.ts'
import { list } from './list.ts'
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
  sites: list(siteSchema, { min: 1, max: 10_000 }),
  srlgs: list(srlgSchema, { max: 100_000 }).prefault([]),
  nodes: list(nodeSchema, { max: 100_000 }).prefault([]),
  spans: list(spanSchema, { max: 100_000 }).prefault([]),
  routes: list(routeSchema, { max: 100_000 }).prefault([]),
  tenants: list(tenantSchema, { min: 1, max: 100_000 }),
  datasets: list(datasetSchema, { max: 100_000 }).prefault([]),
  prices: pricesSchema,
  policy: policySchema.prefault({}),
  sources: list(sourceSchema, { max: 100_000 }).prefault([]),
}).transform((fleet): Fleet => withoutUndefined(fleet))
