import type { Generator, Line } from '../dispatch/model.ts'
import { capacity, fixed, flows, objective, type PowerCase } from './power-case.ts'

/**
 * The nine-bus network of the IEEE with three units that may retire, from GenX.jl at commit 794d3914, `test/DCOPF`: figures
 * only. Keeping a MW costs its fixed operation and maintenance, so keeping is a capacity that is chosen between what must
 * be kept and what exists. Flow is voltage squared over reactance times the difference of angle: a line per unit of 345 kV.
 */
const source = 'GenX.jl 794d3914, test/DCOPF'

const voltageKv = 345
/** Variable operation 0.1 $/MWh, and 0.1 MMBtu/MWh of a fuel at 0.05306 $/MMBtu. */
const costUsdPerMwh = 0.1 + 0.1 * 0.05306
/** Greatest difference of angle along a line, rad. */
const angleMax = 0.785398

const unit = (bus: string, existing: number, fixedUsdPerMw: number): Generator => ({
  id: `unit ${bus}`,
  bus,
  capacityMw: {
    kind: 'extendable',
    capital: { usdPerUnit: fixedUsdPerMw, per: 'horizon' },
    min: 10,
    max: existing,
  },
  costUsdPerMwh,
})

const line = (
  from: string,
  to: string,
  [limitMw, reactanceOhm]: readonly [number, number],
): Line => ({
  id: `${from}-${to}`,
  from,
  to,
  reactanceOhm,
  capacityMw: fixed(Math.min(limitMw, (voltageKv ** 2 / reactanceOhm) * angleMax)),
})

export const genxCases: readonly PowerCase[] = [
  {
    id: 'ieee-9-retirement',
    family: 'power/network',
    source,
    model: {
      snapshots: { count: 1 },
      buses: ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((id) => ({
        id,
        nominalKv: voltageKv,
      })),
      loads: [
        { id: '5', bus: '5', loadMw: 90 },
        { id: '7', bus: '7', loadMw: 100 },
        { id: '9', bus: '9', loadMw: 125 },
      ],
      generators: [unit('1', 250, 5), unit('2', 300, 1.2), unit('3', 270, 1)],
      lines: [
        line('1', '4', [250, 68.5584]),
        line('4', '5', [250, 109.503]),
        line('5', '6', [150, 202.3425]),
        line('3', '6', [300, 69.74865]),
        line('6', '7', [150, 119.9772]),
        line('7', '8', [250, 85.698]),
        line('8', '2', [250, 74.390625]),
        line('8', '9', [250, 191.63025]),
        line('9', '4', [250, 101.17125]),
      ],
    },
    expected: [
      objective(395.171391),
      capacity('generators', 'unit 1', 10),
      capacity('generators', 'unit 2', 35),
      capacity('generators', 'unit 3', 270),
      ...flows('lines', '6-7', [141.4145]),
    ],
    note: 'the flow on line 6-7 is published to four decimals',
  },
]
