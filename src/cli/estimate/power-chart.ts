import type { Chain } from '../../power/index.ts'
import { stackedBars, type Element } from '../../report/index.ts'
import type { PowerAnswer } from './power-answer.ts'

const parts = ['chips', 'rest of the nodes', 'network and storage', 'cooling and losses']

/** Each step of the chain less the one before it: the parts add up to the meter, once. */
function partsOf({ chipsMw, nodesMw, itMw, facilityMw }: Chain): readonly number[] {
  // A node may draw less than its chips are rated for: then all of it is theirs.
  const chips = Math.min(chipsMw, nodesMw)
  return [chips, nodesMw - chips, itMw - nodesMw, facilityMw - itMw]
}

/** Where the megawatts go. */
export function powerChart({ chain, compared }: PowerAnswer): Element {
  const bars = compared.length > 0 ? compared.map((one) => one.chain) : [chain]
  return stackedBars({
    title: `Where the megawatts go: ${chain.facilityMw.toFixed(1)} MW at the meter`,
    summary: 'On the design day, from chips to the meter; whole nodes.',
    label: 'power, MW',
    parts,
    bars: bars.map((one) => ({ name: one.kind, values: partsOf(one) })),
  })
}
