import { accelerators, campuses, type Comparison } from '../../../catalog/index.ts'
import { designPeakRatios, medianOf } from '../chain-figures.ts'
import { whatAMegawattGives, type MegawattRequest } from '../chain.ts'

/** The planning rule that both counts were stated for. */
const planningRule = { designPeakRatio: 1.25, pue: 1.25, networkStorageShare: 0.12 }

const chainOf = (request: MegawattRequest) => {
  const chain = whatAMegawattGives(request)
  return chain.ok ? chain.value : undefined
}

const anchors = [
  { accelerator: 'h100-sxm', published: 560_000 },
  { accelerator: 'gb200-nvl72', published: 390_000 },
] as const

/** Accelerators of 1 GW at the meter: an exercise in units, not a prediction. */
export const anchorComparisons = (): readonly Comparison[] =>
  anchors.map(({ accelerator, published }) => {
    const chain = chainOf({ ...planningRule, facilityMw: 1000, accelerator })
    const once = chainOf({ facilityMw: 1000, accelerator, designPeakRatio: 1.25 })
    return {
      family: 'power/chain',
      id: `1 GW of ${accelerator}`,
      quantity: 'accelerators at a PUE of 1.25, network and storage at 12 %',
      unit: '1',
      published,
      predicted: chain?.accelerators ?? 0,
      error: 'relative',
      split: 'none',
      source: 'Planning rule: 1 GW at the meter feeds about 560,000 H100 or 390,000 GB200',
      note: `node of ${chain?.nodeKw ?? 0} kW; with network and storage counted once: ${once?.accelerators ?? 0}`,
    }
  })

/** The catalog's watts at the meter, which the chain does not use, against the chain with its defaults at a PUE of 1.25. */
export const facilityComparisons = (): readonly Comparison[] =>
  accelerators.flatMap((entry): readonly Comparison[] => {
    const stated = entry.facilityWPerAccelerator
    if (stated === undefined || entry.kind.startsWith('mi3')) return []
    const chain = chainOf({ facilityMw: 1000, accelerator: entry.kind, designPeakRatio: 1.25 })
    return [
      {
        family: 'power/chain at the meter',
        id: entry.kind,
        quantity: 'power at the meter per accelerator',
        unit: 'W',
        published: stated.value,
        predicted: chain?.facilityWPerAccelerator ?? 0,
        error: 'relative',
        split: 'none',
        source: `${stated.source} (${stated.asOf})`,
        note: `node of ${chain?.nodeKw ?? 0} kW at most, share of network and storage ${chain?.networkStorageShare ?? 0}, ratio 1.25; the source gives a mean draw`,
      },
    ]
  })

/** Facility power of campuses from their IT power, each with the median ratio of the others. */
export const campusComparisons = (): readonly Comparison[] =>
  campuses.flatMap((campus): readonly Comparison[] => {
    const [it, facility] = [campus.itMw?.value ?? 0, campus.facilityMw?.value ?? 0]
    if (it === 0 || facility === 0) return []
    const others = designPeakRatios.filter((one) => one.campus !== campus.id)
    const ratio = medianOf(others.map((one) => one.ratio))
    return [
      {
        family: 'power/chain design peak',
        id: campus.id,
        quantity: 'facility power at its peak',
        unit: 'MW',
        published: facility,
        predicted: it * ratio,
        error: 'relative',
        split: 'held-out',
        source: `${campus.origin.source} (${campus.origin.asOf})`,
        note: `IT power as published times ${ratio}, the median of the other campuses; its own is ${(facility / it).toFixed(2)}`,
      },
    ]
  })
