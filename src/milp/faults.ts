import type { Problem } from './problem.ts'

/**
 * What no solver can take: data for whoever built the problem. Each fault names its row or column, so that it leads back
 * to the formulation, e.g. `power/balance[lulea,h=17]`.
 */
export interface ProblemFault {
  readonly kind:
    | 'not-finite'
    | 'too-large'
    | 'bounds-cross'
    | 'bound-at-wrong-infinity'
    | 'unknown-column'
    | 'unknown-row'
    | 'shape'
  /** Name of the row or column; empty for the problem as a whole. */
  readonly where: string
  /** One sentence without full stop. */
  readonly message: string
}

/** Takes a function: past the first ones no name is made. */
export type AddFault = (makeFault: () => ProblemFault) => void

/** HiGHS 1.15 takes a coefficient from 1e15 as infinite (option large_matrix_value) and refuses the problem. */
const coefficientMax = 1e15
/** HiGHS 1.15 takes a cost from 1e20 as infinite (option infinite_cost) and refuses the problem. */
const costMax = 1e20
/** HiGHS 1.15 takes a bound from 1e20 as infinite (option infinite_bound): a lower one must stay below, an upper above -1e20. */
const boundMax = 1e20
/** A broken formula breaks every hour of the year: the first ones say it all. */
export const faultsShownMax = 50

/** Empty for a problem that can be solved; at most `faultsShownMax` entries. */
export function findFaults(problem: Problem): readonly ProblemFault[] {
  const shape = findShapeFaults(problem)
  return shape.length > 0 ? shape : collectFaults(problem, [checkNumbers, checkEntries])
}

/** The same without the matrix: enough after a change of costs and bounds. */
export const findNumberFaults = (problem: Problem): readonly ProblemFault[] =>
  collectFaults(problem, [checkNumbers])

function collectFaults(
  problem: Problem,
  checks: readonly ((problem: Problem, add: Note) => void)[],
): readonly ProblemFault[] {
  const faults: ProblemFault[] = []
  const add: Note = (kind, name, message) => {
    if (faults.length < faultsShownMax) faults.push({ kind, where: name(), message })
  }
  for (const check of checks) check(problem, add)
  return faults
}

type Note = (kind: ProblemFault['kind'], name: () => string, message: string) => void

function checkNumbers(problem: Problem, add: Note): void {
  if (!Number.isFinite(problem.offset))
    add('not-finite', () => '', `the offset of the objective is ${problem.offset}`)
  checkCosts(problem, add)
  checkBounds(problem, { of: 'column', add })
  checkBounds(problem, { of: 'row', add })
}

function checkCosts({ cost, columnName }: Problem, add: Note): void {
  for (let column = 0; column < cost.length; column++) {
    const value = cost[column] ?? NaN
    if (Math.abs(value) < costMax) continue
    const kind = Number.isFinite(value) ? 'too-large' : 'not-finite'
    add(kind, () => columnName(column), `the cost is ${value}; it must be below 1e20`)
  }
}

function checkBounds(
  problem: Problem,
  { of, add }: { readonly of: 'row' | 'column'; readonly add: Note },
): void {
  const isRow = of === 'row'
  const lower = isRow ? problem.rowLower : problem.columnLower
  const upper = isRow ? problem.rowUpper : problem.columnUpper
  for (let index = 0; index < lower.length; index++) {
    const least = lower[index] ?? NaN
    const most = upper[index] ?? NaN
    if (least <= most && least < boundMax && most > -boundMax) continue
    const name = (): string => (isRow ? problem.rowName(index) : problem.columnName(index))
    const said = `the bounds are ${least} to ${most}`
    if (Number.isNaN(least) || Number.isNaN(most)) add('not-finite', name, said)
    else if (least > most) add('bounds-cross', name, said)
    else add('bound-at-wrong-infinity', name, said)
  }
}

function checkEntries({ rowStart, columnOf, value, ...names }: Problem, add: Note): void {
  const rows = rowStart.length - 1
  for (let row = 0; row < rows; row++) {
    const end = rowStart[row + 1] ?? 0
    for (let at = rowStart[row] ?? 0; at < end; at++) {
      const coefficient = value[at] ?? NaN
      if (Math.abs(coefficient) < coefficientMax) continue
      const kind = Number.isFinite(coefficient) ? 'too-large' : 'not-finite'
      const column = names.columnName(columnOf[at] ?? -1)
      const said = `the coefficient of ${column} is ${coefficient}; it must be below 1e15`
      add(kind, () => names.rowName(row), said)
    }
  }
}

function findShapeFaults(problem: Problem): readonly ProblemFault[] {
  const { cost, columnLower, columnUpper, isInteger, rowLower, rowUpper } = problem
  const columns = cost.length
  const said =
    columnLower.length !== columns || columnUpper.length !== columns
      ? 'costs and column bounds differ in length'
      : isInteger !== undefined && isInteger.length !== columns
        ? 'costs and integrality differ in length'
        : rowLower.length !== rowUpper.length
          ? 'lower and upper row bounds differ in length'
          : findMatrixFault(problem)
  return said === undefined ? [] : [{ kind: 'shape', where: '', message: said }]
}

/** A solver reads outside its memory, or refuses without a reason, when the row starts or columns are wrong. */
function findMatrixFault(problem: Problem): string | undefined {
  const { cost, rowLower, rowStart, columnOf, value } = problem
  const rows = rowLower.length
  if (rowStart.length !== rows + 1) return `${rows} rows have ${rowStart.length} starts`
  if (columnOf.length !== value.length) return 'columns and values of the entries differ in number'
  if (rowStart[0] !== 0 || rowStart[rows] !== value.length)
    return `row starts do not span the ${value.length} entries`
  const rowOfColumn = new Int32Array(cost.length).fill(-1)
  for (let row = 0; row < rows; row++) {
    const start = rowStart[row] ?? 0
    const end = rowStart[row + 1] ?? 0
    if (end < start) return `row ${row} ends before it starts`
    for (let at = start; at < end; at++) {
      const column = columnOf[at] ?? -1
      if (column < 0 || column >= cost.length) return `row ${row} names column ${column}`
      if (rowOfColumn[column] === row) return `row ${row} names column ${column} twice`
      rowOfColumn[column] = row
    }
  }
  return undefined
}
