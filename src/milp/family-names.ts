/** Names a row or column of a family, counted from the family's first: `(h) => 'power/balance[lulea,h=' + h + ']'`. */
export type NameOf = string | ((index: number) => string)

export interface FamilyNames {
  /** The next `count` rows or columns have this name. The function given last, given again, continues its family. */
  add(count: number, name: NameOf): void
  /** A function that is not changed by what is added later. */
  freeze(): (index: number) => string
}

/**
 * A name per row or column, but a function per family: a problem with a million rows keeps a handful of functions, and
 * a sentence is made only for the row that is explained.
 */
export function createFamilyNames(what: 'row' | 'column'): FamilyNames {
  let count = 0
  const firsts: number[] = []
  const names: NameOf[] = []
  return {
    add(added, name) {
      const isContinued = typeof name === 'function' && names.at(-1) === name
      if (!isContinued && added > 0) {
        firsts.push(count)
        names.push(name)
      }
      count += added
    },
    freeze() {
      const total = count
      const starts = Int32Array.from(firsts)
      const functions = [...names]
      return (index) => {
        if (!(index >= 0 && index < total)) return `no ${what} ${index}`
        const family = lastAtMost(starts, index)
        const name = functions[family] ?? ''
        return typeof name === 'string' ? name : name(index - (starts[family] ?? 0))
      }
    },
  }
}

/** The last position whose value is at most `value`; the values rise. */
function lastAtMost(values: Int32Array, value: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
