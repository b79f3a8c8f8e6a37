import { accelerator, acceleratorKinds, type Accelerator } from '../../catalog/index.ts'
import { hintNearest, type Diagnostic, type Result } from '../../diagnostics/index.ts'
import type { ChipW, FacilityMw, ItMw, LPerKwh, Mva, Mwh, NodeKw, Ratio, Usd, UsdPerMwh } from '../../units/index.ts' // prettier-ignore
import { chainFigures as figures, kindsWithNetwork } from './chain-figures.ts'
import { hoursPerYear } from './hourly.ts'
import { createSiteCheck, carbonFactor, power, price, ratioAtMeter, waterFactor } from './site-check.ts' // prettier-ignore

/**
 * How many accelerators does a megawatt feed, and how many megawatts do accelerators need?
 *
 * The chain goes up once, and each step has its own unit: chips (W) stand in a node (kW, with its processors, memory and fans);
 * nodes x (1 + share of network and storage) are IT power (MW); IT x design-peak ratio is facility power at the meter on the
 * worst day, which sizes the connection; over the power factor it is MVA. Energy takes another ratio: IT x load factor x
 * yearly PUE x 8,760 h. The two ratios are two fields, for a yearly mean sizes no connection and a peak pays no bill.
 * Node power: the catalog, of the makers' data sheets. Whole nodes are counted. Left out: losses between meter and halls beyond
 * the ratios, spare nodes, swings of power within a step.
 */
export interface ChainRequest {
  /** Kind of the catalog. */
  readonly accelerator: string
  /** Of IT power on top of the nodes. */
  readonly networkStorageShare?: Ratio
  /** Facility over IT power on the design day: sizes the connection. */
  readonly designPeakRatio?: Ratio
  /** Facility over IT energy of a year. */
  readonly pue?: Ratio
  readonly powerFactor?: Ratio
  /** Mean over nameplate of the IT power, over a year. */
  readonly loadFactor?: Ratio
  /** What an operator measured, in place of the catalog's node. */
  readonly nodeKw?: NodeKw
  readonly acceleratorsPerNode?: number
  readonly priceUsdPerMwh?: UsdPerMwh
  /** Of the electricity, by whatever method the asker names; see `carbon.ts` for methods that are kept apart. */
  readonly carbonGPerKwh?: number
  readonly wueLPerKwh?: LPerKwh
}

export interface MegawattRequest extends ChainRequest {
  readonly facilityMw: FacilityMw
}

export interface PowerRequest extends ChainRequest {
  readonly accelerators: number
}

export interface Chain {
  readonly kind: string
  readonly accelerators: number
  readonly nodes: number
  readonly chipW: ChipW
  readonly nodeKw: NodeKw
  /** All chips at their rated power: what a count times watts would give. */
  readonly chipsMw: number
  readonly nodesMw: number
  readonly itMw: ItMw
  /** On the design day, at the meter. */
  readonly facilityMw: FacilityMw
  readonly connectionMva: Mva
  readonly facilityWPerAccelerator: number
  readonly designPeakRatio: Ratio
  readonly pue: Ratio
  readonly networkStorageShare: Ratio
  readonly itEnergyMwh: Mwh
  readonly energyMwh: Mwh
  /** Absent where nothing was said of price, carbon or water. */
  readonly energyUsd?: Usd
  readonly carbonT?: number
  readonly waterM3?: number
  readonly waterPeakDayM3?: number
}

/** What a node draws with its share of network and storage, and how it meets the meter. */
interface Node {
  readonly entry: Accelerator
  readonly nodeKw: NodeKw
  readonly perNode: number
  readonly itKw: number
  readonly designPeakRatio: Ratio
  readonly networkStorageShare: Ratio
  readonly notes: readonly Diagnostic[]
}

/** Whole nodes that the facility power feeds on the design day, with their year. */
export function whatAMegawattGives(request: MegawattRequest): Result<Chain> {
  const check = createSiteCheck()
  check.number('/facilityMw', request.facilityMw, power)
  const node = checkChain(request, check)
  if (node === undefined || check.found.length > 0) return { ok: false, diagnostics: check.found }
  const facilityKwPerNode = node.itKw * node.designPeakRatio
  // A billionth of a node more, or the power of n nodes would feed n - 1 of them.
  const nodes = Math.floor((request.facilityMw * 1000) / facilityKwPerNode + 1e-9)
  const value = chainOf(request, node, { nodes, accelerators: nodes * node.perNode })
  return { ok: true, value, notes: node.notes }
}

/** The other way: what accelerators need, in whole nodes. */
export function powerOf(request: PowerRequest): Result<Chain> {
  const check = createSiteCheck()
  check.number('/accelerators', request.accelerators, { min: 0, max: 1e9 })
  if (check.found.length === 0 && !Number.isInteger(request.accelerators))
    check.add({
      code: 'energy/out-of-range',
      pointer: '/accelerators',
      message: `accelerators is ${request.accelerators}; it must be a whole number`,
    })
  const node = checkChain(request, check)
  if (node === undefined || check.found.length > 0) return { ok: false, diagnostics: check.found }
  const { accelerators } = request
  const nodes = Math.ceil(accelerators / node.perNode)
  return { ok: true, value: chainOf(request, node, { nodes, accelerators }), notes: node.notes }
}

function checkChain(
  request: ChainRequest,
  check: ReturnType<typeof createSiteCheck>,
): Node | undefined {
  const entry = accelerator(request.accelerator)
  if (entry === undefined) check.add(unknownAccelerator(request.accelerator))
  check.number('/networkStorageShare', request.networkStorageShare, { min: 0, max: 2 })
  check.number('/designPeakRatio', request.designPeakRatio, ratioAtMeter)
  check.number('/pue', request.pue, ratioAtMeter)
  check.number('/powerFactor', request.powerFactor, { min: 0.5, max: 1 })
  check.number('/loadFactor', request.loadFactor, { min: 0, max: 1 })
  check.number('/nodeKw', request.nodeKw, { min: 1e-3, max: 1e4, unit: 'kW' })
  check.number('/acceleratorsPerNode', request.acceleratorsPerNode, { min: 1, max: 1e5 })
  check.number('/priceUsdPerMwh', request.priceUsdPerMwh, price)
  check.number('/carbonGPerKwh', request.carbonGPerKwh, carbonFactor)
  check.number('/wueLPerKwh', request.wueLPerKwh, waterFactor)
  if (entry === undefined) return undefined
  const hasNetwork = request.nodeKw === undefined && kindsWithNetwork.includes(entry.kind)
  const ownShare = hasNetwork ? 0 : figures.networkStorageShare.value
  const networkStorageShare = request.networkStorageShare ?? ownShare
  const nodeKw = request.nodeKw ?? entry.nodeItKw.value
  return {
    entry,
    nodeKw,
    perNode: Math.trunc(request.acceleratorsPerNode ?? entry.acceleratorsPerNode.value),
    itKw: nodeKw * (1 + networkStorageShare),
    designPeakRatio: request.designPeakRatio ?? figures.designPeakRatio.value,
    networkStorageShare,
    notes: hasNetwork ? [networkOnce(entry, request.networkStorageShare)] : [],
  }
}

function chainOf(
  request: ChainRequest,
  node: Node,
  { nodes, accelerators }: { readonly nodes: number; readonly accelerators: number },
): Chain {
  const { entry, nodeKw, itKw, designPeakRatio, networkStorageShare } = node
  const { priceUsdPerMwh, carbonGPerKwh, wueLPerKwh } = request
  const pue = request.pue ?? figures.pue.value
  const itMw = (nodes * itKw) / 1000
  const facilityMw = itMw * designPeakRatio
  const itEnergyMwh = itMw * (request.loadFactor ?? figures.loadFactor.value) * hoursPerYear
  const energyMwh = itEnergyMwh * pue
  return {
    kind: entry.kind,
    accelerators,
    nodes,
    chipW: entry.chipTdpW.value,
    nodeKw,
    chipsMw: (accelerators * entry.chipTdpW.value) / 1e6,
    nodesMw: (nodes * nodeKw) / 1000,
    itMw,
    facilityMw,
    connectionMva: facilityMw / (request.powerFactor ?? figures.powerFactor.value),
    facilityWPerAccelerator: ((itKw * designPeakRatio) / node.perNode) * 1000,
    designPeakRatio,
    pue,
    networkStorageShare,
    itEnergyMwh,
    energyMwh,
    ...(priceUsdPerMwh === undefined ? {} : { energyUsd: energyMwh * priceUsdPerMwh }),
    // 1 g/kWh is 1 kg/MWh; 1 L/kWh is 1 m3/MWh.
    ...(carbonGPerKwh === undefined ? {} : { carbonT: (energyMwh * carbonGPerKwh) / 1000 }),
    ...(wueLPerKwh === undefined
      ? {}
      : { waterM3: itEnergyMwh * wueLPerKwh, waterPeakDayM3: itMw * 24 * wueLPerKwh }),
  }
}

const unknownAccelerator = (kind: string): Omit<Diagnostic, 'severity'> => ({
  code: 'energy/unknown-accelerator',
  pointer: '/accelerator',
  message: `there is no accelerator "${kind}" in the catalog`,
  hint: hintNearest(kind, acceleratorKinds) ?? `known are ${acceleratorKinds.join(', ')}`,
})

function networkOnce(entry: Accelerator, stated: Ratio | undefined): Diagnostic {
  const what = `the ${entry.nodeItKw.value} kW that the catalog gives for a node of ${entry.kind} hold network and storage already`
  return stated === undefined || stated === 0
    ? {
        code: 'energy/network-in-node',
        severity: 'note',
        pointer: '/networkStorageShare',
        message: `${what}, so that no share is added`,
        hint: 'state networkStorageShare to add one',
      }
    : {
        code: 'energy/network-in-node',
        severity: 'warning',
        pointer: '/networkStorageShare',
        message: `${what}; the stated share of ${stated} counts them twice`,
        hint: 'leave networkStorageShare out, or state nodeKw without them',
      }
}
