import { figure } from '../../catalog/index.ts'

/**
 * What the chain takes where a request says nothing. Each may be stated instead.
 */
const epochRatios = {
  provenance: 'published',
  source: 'Epoch AI, "AI Data Centers", https://epoch.ai: peak facility over IT power by campus',
  asOf: '2026-09',
  confidence: 'medium',
  licence: 'CC BY 4.0',
} as const

/** Facility over IT power on the design day, by campus: what sizes a connection. */
export const designPeakRatios = [
  { campus: 'campus-anthropic-amazon-new-carlisle-rainier', ratio: 1.2 },
  { campus: 'campus-microsoft-fairwater-wisconsin', ratio: 1.2 },
  { campus: 'campus-google-pryor-north', ratio: 1.2 },
  { campus: 'campus-xai-colossus-1', ratio: 1.25 },
  { campus: 'campus-meta-prometheus', ratio: 1.3 },
  { campus: 'campus-xai-colossus-2', ratio: 1.35 },
  { campus: 'campus-microsoft-fairwater-atlanta', ratio: 1.35 },
  { campus: 'campus-openai-stargate-abilene', ratio: 1.4 },
] as const

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(half) - 1] ?? 1, sorted[Math.floor(half)] ?? 1]
  return (low + high) / 2
}

export const chainFigures = {
  designPeakRatio: figure(medianOf(designPeakRatios.map(({ ratio }) => ratio)), '1', epochRatios),
  /** Yearly, for energy: never for the connection. */
  pue: figure(1.25, '1', {
    provenance: 'published',
    source: 'Uptime Institute and IDC, as gathered by probsee: mean of public clouds',
    asOf: '2025',
    confidence: 'low',
  }),
  networkStorageShare: figure(0.12, '1', {
    provenance: 'assumed',
    source: 'Planning value: scale-out network and storage on top of the power of the nodes',
    asOf: '2026',
  }),
  powerFactor: figure(0.95, '1', {
    provenance: 'assumed',
    source: 'Common planning value for large loads with compensation',
    asOf: '2026',
  }),
  /** Mean over nameplate: 1 is the most that a year can take. */
  loadFactor: figure(1, '1', {
    provenance: 'assumed',
    source: 'Every node at its most in every hour, the upper end; state a share to plan with less',
    asOf: '2026',
  }),
} as const

/** Kinds whose node figure in the catalog says that it already holds network and storage, so that it is added once. */
export const kindsWithNetwork: readonly string[] = ['gb200-nvl72']
