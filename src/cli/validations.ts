import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Validation } from '../catalog/index.ts'
import type { Solve } from '../milp/index.ts'

/** The rooms that hold themselves against public cases, in the order of the page. */
export const validatedRooms = ['training', 'serving', 'optics', 'power'] as const
export type ValidatedRoom = (typeof validatedRooms)[number]

export interface GatherOptions {
  readonly only?: ValidatedRoom
  /** A checkout of PyPSA's `examples/networks`, whose networks are too large to come with the package. */
  readonly pypsaExamples?: string
  /** Hourly demand of US balancing areas (EIA-930 as cleaned by Ruggles et al., Zenodo): the folder `data` of its archive. */
  readonly eiaDemand?: string
  readonly progress?: (room: ValidatedRoom) => void
}

/** Every comparison that the product makes. Rooms are loaded only when asked for: each brings its own tables. */
export async function gatherValidations(options: GatherOptions = {}): Promise<Validation[]> {
  const found: Validation[] = []
  for (const room of validatedRooms) {
    if (options.only !== undefined && options.only !== room) continue
    options.progress?.(room)
    found.push(...(await gather[room](options)))
  }
  return found
}

const gather: Readonly<
  Record<ValidatedRoom, (options: GatherOptions) => Promise<readonly Validation[]>>
> = {
  training: async () => {
    const { validateAcross, validateTraining } = await import('../training/index.ts')
    return [validateTraining(), validateAcross()]
  },
  serving: async () => [(await import('../serving/index.ts')).validateServing()],
  optics: async () => {
    const { validateOptics, validatePlant } = await import('../optics/index.ts')
    return [validateOptics(), validatePlant()]
  },
  power: async ({ pypsaExamples, eiaDemand }) => {
    const room = await import('../power/index.ts')
    const { createSolver } = await import('../milp/index.ts')
    await using solver = createSolver()
    // The published optima are proven ones: a gap would hide an error of the model.
    const solve: Solve = (problem) => solver.solve(problem, { gapRelative: 0 })
    const own = [await room.validatePower({ solve }), room.validateSites()]
    const brought: Validation[] = []
    if (pypsaExamples !== undefined)
      brought.push(await room.validatePypsaNetworks(readCsvTree(pypsaExamples), solve))
    if (eiaDemand !== undefined) brought.push(room.validateHeadroom(readCsvTree(eiaDemand)))
    return [...own.map((one) => withoutCompared(one, brought)), ...brought]
  },
}

/** What the user's files made comparable is no longer left out. */
function withoutCompared(own: Validation, brought: readonly Validation[]): Validation {
  const ids = brought.flatMap(({ comparisons }) => comparisons.map(({ id }) => id))
  const isCompared = (left: string): boolean =>
    ids.some((id) => id === left || id.startsWith(`${left}:`) || id.startsWith(`${left} `))
  return { ...own, left: own.left.filter(({ id }) => !isCompared(id)) }
}

/** Every CSV file below a folder, by its path from there. */
function readCsvTree(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return new Map(
    names
      .filter((name) => name.endsWith('.csv'))
      .sort()
      .map((name) => [name.replaceAll('\\', '/'), readFileSync(join(folder, name), 'utf8')]),
  )
}
