import type { AcceleratorCells } from './accelerator-cells.ts'
import { ampereAndHopper } from './accelerators-hopper.ts'
import { blackwellAndRubin } from './accelerators-blackwell.ts'
import { acceleratorCellsOthers } from './accelerators-others.ts'
import { figureOfCell } from './figure.ts'
import type { Cell, Figure } from './figure.ts'

/**
 * Accelerators by the name that fleets and workloads use. A node is what an engine hands out whole: a server, or the
 * rack of an NVL72, whose 72 accelerators share one NVLink domain. `nodeItKw` is the maximum that one node draws; the
 * `nodePower` of a pool adds the node's share of network and storage, which depends on the operator.
 */
export interface Accelerator {
  readonly kind: string
  readonly name: string
  /** Dense, without sparsity. A precision that the chip does not speed up beyond the wider one is absent. */
  readonly peakTflops: { readonly bf16: Figure; readonly fp8?: Figure; readonly fp4?: Figure }
  readonly memoryGb: Figure
  readonly memoryTbPerS: Figure
  /** Both directions together, per accelerator: half of it each way. */
  readonly scaleUpGbPerS: Figure
  /** Accelerators that reach each other over the scale-up network. */
  readonly scaleUpDomain: Figure
  /** Scale-out, per accelerator and direction. */
  readonly nicGbps: Figure
  readonly chipTdpW: Figure
  readonly nodeItKw: Figure
  readonly acceleratorsPerNode: Figure
  /** At the meter: chip, host, network, storage and cooling. */
  readonly facilityWPerAccelerator?: Figure
  /** Capital per accelerator with its share of the server or rack. */
  readonly priceUsd?: Figure
  readonly rentUsdPerH?: Figure
}

export type Precision = keyof Accelerator['peakTflops']

const optional = <K extends string>(key: K, cell: Cell | undefined, unit: string) =>
  cell === undefined ? {} : ({ [key]: figureOfCell(cell, unit) } as { readonly [P in K]: Figure })

const acceleratorOf = (row: AcceleratorCells): Accelerator => ({
  kind: row.kind,
  name: row.name,
  peakTflops: {
    bf16: figureOfCell(row.bf16, 'TFLOP/s'),
    ...optional('fp8', row.fp8, 'TFLOP/s'),
    ...optional('fp4', row.fp4, 'TFLOP/s'),
  },
  memoryGb: figureOfCell(row.memoryGb, 'GB'),
  memoryTbPerS: figureOfCell(row.memoryTbPerS, 'TB/s'),
  scaleUpGbPerS: figureOfCell(row.scaleUpGbPerS, 'GB/s'),
  scaleUpDomain: figureOfCell(row.scaleUpDomain, '1'),
  nicGbps: figureOfCell(row.nicGbps, 'Gb/s'),
  chipTdpW: figureOfCell(row.chipTdpW, 'W'),
  nodeItKw: figureOfCell(row.nodeItKw, 'kW'),
  acceleratorsPerNode: figureOfCell(row.perNode, '1'),
  ...optional('facilityWPerAccelerator', row.facilityW, 'W'),
  ...optional('priceUsd', row.priceUsd, 'USD'),
  ...optional('rentUsdPerH', row.rentUsdPerH, 'USD/h'),
})

export const accelerators: readonly Accelerator[] = [
  ...ampereAndHopper,
  ...blackwellAndRubin,
  ...acceleratorCellsOthers,
].map(acceleratorOf)

export const acceleratorKinds: readonly string[] = accelerators.map(({ kind }) => kind)

/** The entry of a kind; undefined for a kind that the catalog does not know, which a fleet may still use. */
export function accelerator(kind: string): Accelerator | undefined {
  return accelerators.find((entry) => entry.kind === kind)
}
