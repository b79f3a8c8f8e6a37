import { z } from 'zod'
import type { Pool, Site } from '../fleet.ts'
import { engineSchema } from './engine.ts'
import { pueSchema } from './pue.ts'
import { list } from './list.ts'
import { quantity } from './quantity-field.ts'
import { section, withoutUndefined } from './section.ts'
import { supplySchema } from './supply.ts'
import { id, jurisdictionCode, line } from './text-field.ts'

export const latitude = z
  .number()
  .min(-90)
  .max(90)
  .meta({ unit: 'deg', description: 'Degrees north' })
export const longitude = z
  .number()
  .min(-180)
  .max(180)
  .meta({ unit: 'deg', description: 'Degrees east' })

const place = section({
  town: line('Nearest town'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/u, 'a country is two capital letters, as in US')
    .meta({ description: 'ISO 3166-1 alpha-2' }),
  latitude,
  longitude,
}).transform(({ town, country, latitude, longitude }) => ({
  town,
  country,
  latitudeDeg: latitude,
  longitudeDeg: longitude,
}))

const jurisdiction = section({
  ground: list(jurisdictionCode(), { min: 1, max: 300, description: 'Law of the ground' }),
  operator: list(jurisdictionCode(), { min: 1, max: 300, description: 'Law of the operator' }),
})

const hall = section({
  id: id('Unique within the site'),
  itPower: quantity('IT MW', 'IT power the hall can feed and cool', { isPositive: true }),
}).transform((hall) => ({ id: hall.id, itMw: hall.itPower }))

const count = (description: string, max: number) => z.int().min(1).max(max).meta({ description })

const pool = section({
  id: id('Unique within the site'),
  accelerator: id('Accelerator kind from the catalog'),
  nodes: count('Number of nodes', 10_000_000),
  acceleratorsPerNode: count('Accelerators in one node', 1024),
  nodePower: quantity('node kW', 'One node with its share of network and storage', {
    isPositive: true,
  }),
}).transform(({ nodePower, ...rest }): Pool => ({ ...rest, nodeKw: nodePower }))

export const siteSchema = section({
  id: id('Unique among sites'),
  name: line('For people'),
  place,
  grid: line('Synchronous grid or market it hangs on'),
  balancingArea: line('Balancing authority'),
  jurisdiction: jurisdiction
    .optional()
    .meta({ description: 'Law of the ground and of the operator; the country when left out' }),
  halls: list(hall, { min: 1, max: 1000 }),
  pools: list(pool, { min: 1, max: 1000 }),
  pue: pueSchema,
  wue: quantity('L/kWh', 'Water by IT energy').optional(),
  water: quantity('m3/day', 'The most water it may take').optional(),
  ramp: quantity('MW/min', 'The fastest change of load', { isPositive: true }).optional(),
  interconnection: quantity('MVA', 'Rating of the interconnection', {
    isPositive: true,
  }).optional(),
  supplies: list(supplySchema, { min: 1, max: 1000 }),
  engine: engineSchema,
  state: z
    .enum(['open', 'drained'])
    .default('open')
    .meta({ description: 'A drained site takes no new work' }),
}).transform(({ wue, water, ramp, interconnection, jurisdiction, ...site }): Site => {
  const law = jurisdiction ?? { ground: [site.place.country], operator: [site.place.country] }
  return withoutUndefined({
    ...site,
    jurisdiction: law,
    wueLPerKwh: wue,
    waterMaxM3PerDay: water,
    rampMaxMwPerMin: ramp,
    interconnectionMva: interconnection,
  })
})
