import { readPypsa } from '../pypsa/read-pypsa.ts'
import { objective, type PowerCase } from './power-case.ts'
import networks from './random-networks.json' with { type: 'json' }

/**
 * Sixteen small networks drawn at random, with everything at once: loops of lines, links both ways, storage with inflow and
 * standing loss, units that are switched, limits, and three weightings that differ. No single published case joins these.
 * Drawn with numpy's default generator (seeds 0 to 15), written by PyPSA 1.3.0 and solved by it with HiGHS 1.15.1 to a gap of 0
 * on 22 November 2026. Dispatch is not unique, so that only the objective is compared.
 */
const source = 'drawn at random, written and solved with PyPSA 1.3.0 and HiGHS 1.15.1 to a gap of 0'

/** A network that the import refuses counts as a model without anything, whose objective is wrong. */
const refused = { snapshots: { count: 1 }, buses: [] } as const

export const randomNetworkCases = (): readonly PowerCase[] =>
  networks.map(({ id, files, objectiveUsd }) => {
    const contents = Object.entries(files).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    )
    const read = readPypsa(new Map(contents), { linkConvention: 'pypsa', capitalPer: 'horizon' })
    return {
      id,
      family: 'power/network',
      source,
      model: read.ok ? read.value : refused,
      expected: [objective(objectiveUsd)],
    }
  })
