import type { GnpyElement } from './element.ts'
import type { GnpyNetwork } from './network.ts'

/**
 * The shortest way by length of fibre from one element over others to a last one. The network is directed: each element works in one direction.
 * Of two ways of one length that of fewer elements is taken, then that whose elements come first in the file.
 */
export function shortestWay(
  network: GnpyNetwork,
  stops: readonly string[],
): readonly GnpyElement[] | undefined {
  const graph = graphOf(network)
  const way: GnpyElement[] = []
  for (let i = 1; i < stops.length; i++) {
    const leg = shortestLeg(graph, stops[i - 1] ?? '', stops[i] ?? '')
    if (leg === undefined) return undefined
    way.push(...(i === 1 ? leg : leg.slice(1)))
  }
  return way
}

interface Graph {
  readonly elements: ReadonlyMap<string, GnpyElement>
  readonly next: ReadonlyMap<string, readonly string[]>
}

function graphOf({ elements, connections }: GnpyNetwork): Graph {
  const next = new Map<string, string[]>()
  for (const { from, to } of connections) {
    const list = next.get(from)
    if (list === undefined) next.set(from, [to])
    else list.push(to)
  }
  return { elements: new Map(elements.map((element) => [element.uid, element])), next }
}

/** A hop counts as a millimetre, so that among equal lengths fewer elements win. */
const hopKm = 1e-6

const lengthOf = (element: GnpyElement | undefined): number =>
  (element?.kind === 'fibre' ? Math.max(element.lengthKm, 0) : 0) + hopKm

/** Dijkstra over a binary heap. Light passes no transceiver on its way. */
function shortestLeg(
  { elements, next }: Graph,
  from: string,
  to: string,
): readonly GnpyElement[] | undefined {
  const best = new Map<string, number>([[from, 0]])
  const before = new Map<string, string>()
  const done = new Set<string>()
  const waiting = heap()
  waiting.push(from, 0)
  for (let uid = waiting.pop(); uid !== undefined; uid = waiting.pop()) {
    if (done.has(uid)) continue
    done.add(uid)
    if (uid === to) return trace(elements, before, to)
    if (uid !== from && elements.get(uid)?.kind === 'transceiver') continue
    for (const neighbour of next.get(uid) ?? []) {
      const km = (best.get(uid) ?? 0) + lengthOf(elements.get(neighbour))
      if (km >= (best.get(neighbour) ?? Infinity)) continue
      best.set(neighbour, km)
      before.set(neighbour, uid)
      waiting.push(neighbour, km)
    }
  }
  return undefined
}

function trace(
  elements: ReadonlyMap<string, GnpyElement>,
  before: ReadonlyMap<string, string>,
  to: string,
): readonly GnpyElement[] {
  const way: GnpyElement[] = []
  for (let uid: string | undefined = to; uid !== undefined; uid = before.get(uid)) {
    const element = elements.get(uid)
    if (element !== undefined) way.push(element)
  }
  return way.reverse()
}

interface Heap {
  readonly push: (uid: string, km: number) => void
  readonly pop: () => string | undefined
}

function heap(): Heap {
  const items: { readonly uid: string; readonly km: number }[] = []
  const less = (a: number, b: number): boolean => (items[a]?.km ?? 0) < (items[b]?.km ?? 0)
  const swap = (a: number, b: number): void => {
    const [x, y] = [items[a], items[b]]
    if (x === undefined || y === undefined) return
    items[a] = y
    items[b] = x
  }
  const sink = (start: number): void => {
    for (let i = start; ;) {
      const left = 2 * i + 1
      const right = left + 1
      let least = i
      if (left < items.length && less(left, least)) least = left
      if (right < items.length && less(right, least)) least = right
      if (least === i) return
      swap(i, least)
      i = least
    }
  }
  return {
    push(uid, km) {
      items.push({ uid, km })
      for (let i = items.length - 1; i > 0;) {
        const parent = (i - 1) >> 1
        if (!less(i, parent)) return
        swap(i, parent)
        i = parent
      }
    },
    pop() {
      const top = items[0]
      const last = items.pop()
      if (items.length > 0 && last !== undefined) {
        items[0] = last
        sink(0)
      }
      return top?.uid
    },
  }
}
