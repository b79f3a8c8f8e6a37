import type { Origin } from './figure.ts'

/** Where the figures of the accelerator table were read, each named once. */
const published = (source: string, asOf: string): Origin => ({
  provenance: 'published',
  source,
  asOf,
})

export const dgxHopper = published('NVIDIA, DGX H100/H200 user guide and product pages', '2024-12')
export const h200TestSystem = published(
  'MLCommons, inference results v4.1, system file H200-SXM-141GBx8: 141 GB, 700 W',
  '2024-08',
)
export const dgxB200 = published('NVIDIA, DGX B200 data sheet: 8 GPUs, 14.3 kW, 1,440 GB', '2025')
export const hgxB200 = published('NVIDIA, HGX B200: configurable up to 1 kW per GPU', '2025')
export const gb200TestSystem = published(
  'MLCommons, inference results v6.1, system file GB200-NVL72: 186 GB per GPU',
  '2026',
)
export const nvl72 = published(
  'NVIDIA, GB200 and GB300 NVL72 product pages: 72 GPUs and 36 CPUs in one rack',
  '2025',
)
export const epochRack = published(
  'Epoch AI, cost of 1 GW of GB200 NVL72: 132 kW of IT per rack, network and storage in it',
  '2026-05-14',
)
export const gb200Chip = published('NVIDIA, GB200 superchip: up to 1,200 W per GPU', '2024-03')
export const gb300Chip = published(
  'NVIDIA, GB300 NVL72 (Blackwell Ultra): 1,400 W and 288 GB HBM3e per GPU; the usable part is lower',
  '2025-03',
)
export const gb300Rack: Origin = {
  provenance: 'published',
  source: 'Introl, from Supermicro: eight power shelves, 132 kW of direct current in all',
  asOf: '2025',
}
export const mi300x = published(
  'AMD, Instinct MI300X data sheet: 192 GB HBM3, 750 W, 8 per board',
  '2023-12',
)
export const mi355x = published(
  'AMD, Instinct MI355X: 288 GB HBM3E, 1,400 W board power, 8 per board',
  '2025-06-12',
)

/** No vendor states the power of an AMD node with everything in it, so it is scaled from the H100 node. */
export const scaledNode = (allInKw: number): Origin => ({
  provenance: 'assumed',
  source: `10.2 kW of a DGX H100, scaled by the all-in power per GPU of SemiAnalysis InferenceX (${allInKw} kW against 1.73 kW)`,
  asOf: '2026-04',
})
