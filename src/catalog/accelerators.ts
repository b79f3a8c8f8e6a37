import { figure } from './figure.ts'
import type { Figure, Origin } from './figure.ts'
import * as origin from './origins.ts'

/**
 * Accelerators by the name that fleets and workloads use. A node is what an engine hands out whole: a server, or the
 * rack of an NVL72, whose 72 accelerators share one NVLink domain. `nodeItKw` is the maximum that one node draws; the
 * `nodePower` of a pool adds the node's share of network and storage, which depends on the operator.
 */
export interface Accelerator {
  readonly kind: string
  readonly name: string
  readonly chipTdpW: Figure
  readonly nodeItKw: Figure
  readonly acceleratorsPerNode: Figure
  readonly memoryGb: Figure
}

/** One value and its origin for each column. */
type Row = readonly [
  kind: string,
  name: string,
  tdpW: readonly [number, Origin],
  nodeKw: readonly [number, Origin],
  perNode: readonly [number, Origin],
  memoryGb: readonly [number, Origin],
]

const { dgxHopper, h200TestSystem, dgxB200, hgxB200, nvl72, epochRack } = origin
const { gb200Chip, gb200TestSystem, gb300Chip, gb300Rack, mi300x, mi355x, scaledNode } = origin

// prettier-ignore
const rows: readonly Row[] = [
  ['h100-sxm', 'NVIDIA H100 SXM', [700, dgxHopper], [10.2, dgxHopper], [8, dgxHopper], [80, dgxHopper]],
  ['h200-sxm', 'NVIDIA H200 SXM', [700, h200TestSystem], [10.2, dgxHopper], [8, h200TestSystem], [141, h200TestSystem]],
  ['b200', 'NVIDIA B200 (HGX, DGX)', [1000, hgxB200], [14.3, dgxB200], [8, dgxB200], [180, dgxB200]],
  ['gb200-nvl72', 'NVIDIA GB200 NVL72', [1200, gb200Chip], [132, epochRack], [72, nvl72], [186, gb200TestSystem]],
  ['gb300-nvl72', 'NVIDIA GB300 NVL72', [1400, gb300Chip], [132, gb300Rack], [72, nvl72], [288, gb300Chip]],
  ['mi300x', 'AMD Instinct MI300X', [750, mi300x], [10.6, scaledNode(1.79)], [8, mi300x], [192, mi300x]],
  ['mi355x', 'AMD Instinct MI355X', [1400, mi355x], [15.6, scaledNode(2.65)], [8, mi355x], [288, mi355x]],
]

export const accelerators: readonly Accelerator[] = rows.map(
  ([kind, name, tdpW, nodeKw, perNode, memoryGb]) => ({
    kind,
    name,
    chipTdpW: figure(tdpW[0], 'W', tdpW[1]),
    nodeItKw: figure(nodeKw[0], 'kW', nodeKw[1]),
    acceleratorsPerNode: figure(perNode[0], '1', perNode[1]),
    memoryGb: figure(memoryGb[0], 'GB', memoryGb[1]),
  }),
)

export const acceleratorKinds: readonly string[] = accelerators.map(({ kind }) => kind)

/** The entry of a kind; undefined for a kind that the catalog does not know, which a fleet may still use. */
export function accelerator(kind: string): Accelerator | undefined {
  return accelerators.find((entry) => entry.kind === kind)
}
