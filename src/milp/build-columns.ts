import type { AddFault } from './faults.ts'
import { createFamilyNames, type NameOf } from './family-names.ts'
import { roomFor } from './growing-array.ts'
import type { Problem } from './problem.ts'

/** One number for all, one per member, or a function of the member's place in its family. */
export type PerMember = number | ArrayLike<number> | ((index: number) => number)

export interface Column {
  readonly name: string
  /** 0 where left out. */
  readonly cost?: number
  /** 0 where left out. */
  readonly lower?: number
  /** Infinity where left out: no bound. */
  readonly upper?: number
  readonly isInteger?: boolean
}

export interface ColumnFamily {
  readonly name: NameOf
  readonly cost?: PerMember
  readonly lower?: PerMember
  readonly upper?: PerMember
  readonly isInteger?: boolean
}

type ColumnParts = Pick<
  Problem,
  'cost' | 'columnLower' | 'columnUpper' | 'isInteger' | 'columnName'
>

export interface Columns {
  count(): number
  add(column: Column): number
  addFamily(count: number, family: ColumnFamily): number
  changeCost(change: {
    readonly column: number
    readonly cost: number
    readonly isAdded: boolean
  }): void
  freeze(): ColumnParts
}

export function createColumns(addFault: AddFault): Columns {
  let count = 0
  let integerCount = 0
  let cost = new Float64Array(0)
  let lower = new Float64Array(0)
  let upper = new Float64Array(0)
  let isInteger = new Uint8Array(0)
  const names = createFamilyNames('column')

  const addFamily = (added: number, family: ColumnFamily): number => {
    const first = count
    const size = Number.isInteger(added) && added > 0 ? added : 0
    count += size
    cost = roomFor(cost, count)
    lower = roomFor(lower, count)
    upper = roomFor(upper, count)
    isInteger = roomFor(isInteger, count)
    fill(cost.subarray(first, count), family.cost ?? 0)
    fill(lower.subarray(first, count), family.lower ?? 0)
    fill(upper.subarray(first, count), family.upper ?? Infinity)
    if (family.isInteger === true) {
      isInteger.fill(1, first, count)
      integerCount += size
    }
    names.add(size, family.name)
    return first
  }

  return {
    count: () => count,
    add: (column) => addFamily(1, column),
    addFamily,
    changeCost({ column, cost: value, isAdded }) {
      if (Number.isInteger(column) && column >= 0 && column < count)
        cost[column] = isAdded ? (cost[column] ?? 0) + value : value
      else
        addFault(() => ({
          kind: 'unknown-column',
          where: '',
          message: `a cost is set for column ${column}, of ${count} columns`,
        }))
    },
    freeze: () => ({
      cost: cost.slice(0, count),
      columnLower: lower.slice(0, count),
      columnUpper: upper.slice(0, count),
      ...(integerCount > 0 ? { isInteger: isInteger.slice(0, count) } : {}),
      columnName: names.freeze(),
    }),
  }
}

/** A list that is too short leaves NaN behind, which `build` reports by name. */
export function fill(into: Float64Array, from: PerMember): void {
  if (typeof from === 'number') into.fill(from)
  else if (typeof from === 'function')
    for (let index = 0; index < into.length; index++) into[index] = from(index)
  else for (let index = 0; index < into.length; index++) into[index] = from[index] ?? NaN
}
