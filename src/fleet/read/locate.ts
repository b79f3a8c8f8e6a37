import { isMap, isScalar, isSeq } from 'yaml'
import type { Document, Node, Pair } from 'yaml'
import type { Path, SourcePlace } from '../../diagnostics/index.ts'
import type { PlaceFinder } from './place.ts'

/** Where the value at `path` stands, or its key; for what is not there, the nearest thing around it. */
export type Locate = (path: Path, part?: 'key' | 'value') => SourcePlace

export const buildLocate =
  (document: Document, places: PlaceFinder): Locate =>
  (path, part = 'value') => {
    let node: Node | undefined = document.contents ?? undefined
    let key: Node | undefined
    let isFound = true
    for (const step of path) {
      const next = stepInto(node, step)
      isFound = next !== undefined
      if (next === undefined) break
      if (next.key !== undefined) key = next.key
      else if (part === 'value') key = undefined
      node = next.value ?? next.key
    }
    const target = part === 'key' && isFound && key !== undefined ? key : node
    if (target === undefined) return places.at(0, 1)
    const [from, to] = target.range ?? [0, 1]
    // A map that lacks something is shown by its first key only, not by all its lines.
    const isWhole = isMap(target) || isSeq(target)
    const first = isMap(target) ? (target.items[0] as Pair<Node>)?.key?.range : undefined
    if (!isFound && first != null) return places.at(first[0], first[1])
    return places.at(from, isWhole ? Math.min(to, from + 1) : to)
  }

function stepInto(
  node: Node | undefined,
  step: string | number,
): { readonly key?: Node; readonly value?: Node } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)] as Node | undefined
    return item === undefined ? undefined : { value: item }
  }
  if (!isMap(node)) return undefined
  const pair = (node.items as Pair<Node, Node | null>[]).find(
    ({ key }) => isScalar(key) && key.value === String(step),
  )
  if (pair === undefined) return undefined
  return pair.value === null ? { key: pair.key } : { key: pair.key, value: pair.value }
}
