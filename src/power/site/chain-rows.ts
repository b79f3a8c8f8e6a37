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
  const { accelerators, nodes, networkStorageShare } = chain
  return [
    { stage: 'chip', value: chain.chipW, unit: 'W', from: 'rated power of one accelerator' },
    { stage: 'chips', value: chain.chipsMw, unit: 'MW', from: `${accelerators} accelerators` },
    { stage: 'node', value: chain.nodeKw, unit: 'kW', from: 'with processors, memory and fans' },
    { stage: 'nodes', value: chain.nodesMw, unit: 'MW', from: `${nodes} nodes` },
    {
      stage: 'IT',
      value: chain.itMw,
      unit: 'MW IT',
      from: `network and storage ${percent(networkStorageShare)} more`,
    },
    {
      stage: 'facility',
      value: chain.facilityMw,
      unit: 'MW facility',
      from: `design-peak ratio ${chain.designPeakRatio}`,
    },
    { stage: 'connection', value: chain.connectionMva, unit: 'MVA', from: 'over the power factor' },
    { stage: 'energy', value: chain.energyMwh, unit: 'MWh/yr', from: `yearly PUE ${chain.pue}` },
  ]
}

const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`
