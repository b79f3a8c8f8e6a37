import type { Cell } from './figure.ts'

/** One accelerator as its table writes it; `accelerators.ts` adds the units. */
export interface AcceleratorCells {
  readonly kind: string
  readonly name: string
  readonly bf16: Cell
  readonly fp8?: Cell
  readonly fp4?: Cell
  readonly memoryGb: Cell
  readonly memoryTbPerS: Cell
  readonly scaleUpGbPerS: Cell
  readonly scaleUpDomain: Cell
  readonly nicGbps: Cell
  readonly chipTdpW: Cell
  readonly nodeItKw: Cell
  readonly perNode: Cell
  readonly facilityW?: Cell
  readonly priceUsd?: Cell
  readonly rentUsdPerH?: Cell
}
