import type { Chain } from './chain.ts'

/** One step of the chain as a table prints it. */
export interface ChainRow {
  readonly stage: string
  readonly value: number
  readonly unit: string
  /** How it follows from the row above. */
  readonly from: string
}

/** From chip to connection, each step once, with the unit that only it has. */
export function chainRows(chain: Chain): readonly ChainRow[] {
  const row = (stage: string, value: number, unit: string, from: string): ChainRow => ({
    stage,
    value,
    unit,
    from,
  })
  const { accelerators, nodes, networkStorageShare } = chain
  return [
    row('chip', chain.chipW, 'W', 'rated power of one accelerator'),
    row('chips', chain.chipsMw, 'MW', `${accelerators} accelerators`),
    row('node', chain.nodeKw, 'kW', 'with processors, memory and fans'),
    row('nodes', chain.nodesMw, 'MW', `${nodes} nodes`),
    row('IT', chain.itMw, 'MW IT', `network and storage ${percent(networkStorageShare)} more`),
    row('facility', chain.facilityMw, 'MW facility', `design-peak ratio ${chain.designPeakRatio}`),
    row('connection', chain.connectionMva, 'MVA', 'over the power factor'),
    row('energy', chain.energyMwh, 'MWh/yr', `yearly PUE ${chain.pue}`),
  ]
}

const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`
