export { buildGraph, fibreMsPerKm, rttMs } from './graph.ts'
export type { GraphRoute, RouteGraph } from './graph.ts'
export { findPaths, isDisjoint, leastPrices } from './paths.ts'
export type { Path } from './paths.ts'
