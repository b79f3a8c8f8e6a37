import { z } from 'zod'
import type { NetworkNode, Route, RouteLine, Span, Srlg } from '../fleet.ts'
import { list } from './list.ts'
import { quantity } from './quantity-field.ts'
import { section, withoutUndefined } from './section.ts'
import { latitude, longitude } from './site.ts'
import { id, line } from './text-field.ts'

export const srlgSchema = section({
  id: id('Unique among SRLGs'),
  name: line('What one event takes down together'),
  kind: z.enum(['conduit', 'bridge', 'hut', 'landing', 'pop', 'cable', 'grid', 'other']),
}).transform((srlg): Srlg => srlg)

export const nodeSchema = section({
  id: id('Unique among nodes'),
  kind: z.enum(['site', 'pop', 'hut', 'landing']),
  site: id('The site whose gateway this is').optional(),
  latitude,
  longitude,
}).transform(({ id, kind, site, latitude, longitude }): NetworkNode =>
  withoutUndefined({
    id,
    kind,
    siteId: site,
    latitudeDeg: latitude,
    longitudeDeg: longitude,
  }),
)

export const spanSchema = section({
  id: id('Unique among spans'),
  from: id('Node at one end'),
  to: id('Node at the other end'),
  length: quantity('km', 'Length of the fibre, not of the straight line', { isPositive: true }),
  srlgs: list(id('SRLG'), { max: 1000 }).prefault([]),
}).transform(({ length, ...span }): Span => ({ ...span, lengthKm: length }))

const lineSchema = section({
  fibrePairs: z.int().min(1).max(10_000).meta({ description: 'Fibre pairs that are lit' }),
  fibre: id('Fibre type from the catalog').default('ssmf'),
  band: z.enum(['C', 'C+L']).default('C').meta({ description: 'Amplified bands' }),
  amplifierSpacing: quantity('km', 'Longest distance between amplifiers', {
    isPositive: true,
  }).prefault('80 km'),
}).transform(({ amplifierSpacing, ...line }): RouteLine => ({
  ...line,
  amplifierSpacingKm: amplifierSpacing,
}))

export const routeSchema = section({
  id: id('Unique among routes'),
  spans: list(id('Span'), { min: 1, max: 1000, description: 'Consecutive spans' }),
  capacity: quantity('Gb/s', 'Capacity that is lit; follows from "line" when left out', {
    isPositive: true,
  }).optional(),
  line: lineSchema.optional(),
  price: quantity('USD/(Gb/s h)', 'Price of line rate').prefault('0 USD/Gb/s/h'),
}).transform(({ capacity, price, line, ...route }): Route =>
  withoutUndefined({
    ...route,
    // Derived after parsing, by who knows optics; a fleet in which that failed is never handed out.
    capacityGbps: capacity ?? 0,
    isCapacityDerived: capacity === undefined ? (true as const) : undefined,
    line,
    priceUsdPerGbpsH: price,
  }),
)
