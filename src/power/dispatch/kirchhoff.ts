import type { EnergyModel, Line } from './model.ts'

/**
 * The voltage law: around each loop of lines the voltage differences cancel.
 *
 * In the linear form of AC power flow a line carries (difference of angle) / x, with x = reactance / voltage squared; so for
 * each loop sum(+-x f) = 0. A passive DC network has resistance in place of reactance. As many independent loops as lines
 * beyond a spanning tree are enough (the cycle form of Hörsch et al., Electric Power Systems Research 158, 2018).
 * Left out: resistance in AC networks, losses, taps and phase shifters, changes of reactance with chosen capacity.
 */
export interface Loop {
  readonly lines: readonly { readonly index: number; readonly direction: 1 | -1 }[]
}

/** Per-unit series impedance that divides the flow: of the network that the line belongs to. */
export function impedanceOf(line: Line, model: EnergyModel): number {
  const bus = model.buses.find(({ id }) => id === line.from)
  const ohm = bus?.current === 'DC' ? (line.resistanceOhm ?? 0) : line.reactanceOhm
  return ohm / (bus?.nominalKv ?? 1) ** 2
}

interface Step {
  readonly parent: string
  readonly index: number
  readonly direction: 1 | -1
  readonly depth: number
}

/** A set of independent loops: one per line that closes a spanning tree. */
export function findLoops(model: EnergyModel): readonly Loop[] {
  const lines = model.lines ?? []
  const tree = growTree(
    model.buses.map(({ id }) => id),
    lines,
  )
  const isInTree = new Set([...tree.values()].flatMap((step) => (step ? [step.index] : [])))
  return lines.flatMap((line, index) => (isInTree.has(index) ? [] : [closeLoop(tree, line, index)]))
}

/** Breadth first from each bus not yet reached; undefined at the roots. */
function growTree(
  buses: readonly string[],
  lines: readonly Line[],
): ReadonlyMap<string, Step | undefined> {
  const ends = new Map<string, { to: string; index: number; direction: 1 | -1 }[]>()
  const addEnd = (at: string, to: string, end: { index: number; direction: 1 | -1 }): void => {
    const known = ends.get(at)
    if (known === undefined) ends.set(at, [{ to, ...end }])
    else known.push({ to, ...end })
  }
  lines.forEach(({ from, to }, index) => {
    addEnd(from, to, { index, direction: 1 })
    addEnd(to, from, { index, direction: -1 })
  })
  const tree = new Map<string, Step | undefined>()
  for (const root of buses) {
    if (tree.has(root)) continue
    tree.set(root, undefined)
    const queue = [root]
    for (let parent = queue.shift(); parent !== undefined; parent = queue.shift()) {
      const depth = (tree.get(parent)?.depth ?? 0) + 1
      for (const { to, index, direction } of ends.get(parent) ?? []) {
        if (tree.has(to)) continue
        tree.set(to, { parent, index, direction, depth })
        queue.push(to)
      }
    }
  }
  return tree
}

/** The line from its start to its end, and back through the tree: what both ways to the root share drops out. */
function closeLoop(tree: ReadonlyMap<string, Step | undefined>, line: Line, index: number): Loop {
  const loop: { index: number; direction: 1 | -1 }[] = [{ index, direction: 1 }]
  let from = line.from
  let to = line.to
  while (from !== to) {
    const up = tree.get(to)
    const down = tree.get(from)
    const isDeeper = (up?.depth ?? 0) >= (down?.depth ?? 0)
    const step = isDeeper ? up : down
    if (step === undefined) break
    // A tree step points from parent to child: climbing from the line's end walks it backwards.
    const direction = isDeeper ? (-step.direction as 1 | -1) : step.direction
    loop.push({ index: step.index, direction })
    if (isDeeper) to = step.parent
    else from = step.parent
  }
  return { lines: loop }
}
