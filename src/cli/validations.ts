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
  power: async ({ pypsaExamples }) => {
    const { validatePower, validatePypsaNetworks, validateSites } =
      await import('../power/index.ts')
    const { createSolver } = await import('../milp/index.ts')
    await using solver = createSolver()
    // The published optima are proven ones: a gap would hide an error of the model.
    const solve: Solve = (problem) => solver.solve(problem, { gapRelative: 0 })
    const own = await validatePower({ solve })
    if (pypsaExamples === undefined) return [own, validateSites()]
    const networks = await validatePypsaNetworks(readCsvTree(pypsaExamples), solve)
    const isCompared = ({ id }: { readonly id: string }): boolean =>
      networks.comparisons.some(
        (one) => one.id === id || one.id.startsWith(`${id},`) || one.id.startsWith(`${id} `),
      )
    return [{ ...own, left: own.left.filter((one) => !isCompared(one)) }, networks, validateSites()]
  },
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
