import { createProblemBuilder, type Problem, type ProblemBuilder } from '../../src/milp/index.ts'

/** A problem written as rows of a table, for tests. */
export interface Table {
  readonly sense?: Problem['sense']
  readonly offset?: number
  readonly cost: readonly number[]
  readonly lower?: readonly number[]
  readonly upper?: readonly number[]
  /** Columns that are integers; all where `true`. */
  readonly integers?: readonly number[] | true
  /** Coefficients, lower bound, upper bound. */
  readonly rows: readonly (readonly [readonly number[], number, number])[]
}

export function problemOf(table: Table): Problem {
  const { cost, lower = [], upper = [], integers = [], rows, offset = 0 } = table
  const builder = createProblemBuilder({ sense: table.sense ?? 'minimise' })
  cost.forEach((price, column) =>
    builder.addColumn({
      name: `x${column}`,
      cost: price,
      lower: lower[column] ?? 0,
      upper: upper[column] ?? Infinity,
      isInteger: integers === true || integers.includes(column),
    }),
  )
  rows.forEach(([coefficients, least, most], row) =>
    builder.addRow(
      { name: `r${row}`, lower: least, upper: most },
      coefficients.flatMap((value, column) => (value === 0 ? [] : [column])),
      coefficients.filter((value) => value !== 0),
    ),
  )
  builder.addOffset(offset)
  return builtBy(builder)
}

export function builtBy(builder: ProblemBuilder): Problem {
  const outcome = builder.build()
  if (outcome.status !== 'built') throw new Error(JSON.stringify(outcome.faults))
  return outcome.problem
}

/** A knapsack with many rows: proving its optimum takes a search tree of many thousand nodes. */
export function hardKnapsack(columns: number, rows: number): Problem {
  const next = randomNumbers(1)
  const builder = createProblemBuilder({ sense: 'maximise' })
  builder.addColumns(columns, {
    name: (i) => `take[${i}]`,
    cost: () => 100 + Math.floor(next() * 100),
    upper: 1,
    isInteger: true,
  })
  builder.addRows(rows, {
    name: (i) => `weight[${i}]`,
    upper: (50 * columns) / 3,
    entries: (_, entry) => {
      for (let column = 0; column < columns; column++) entry(column, Math.floor(next() * 100))
    },
  })
  return builtBy(builder)
}

/** Sites with hourly prices and a battery each: the shape of a dispatch problem. */
export function dispatchProblem(sites: number, hours: number): Problem {
  const next = randomNumbers(2)
  const builder = createProblemBuilder({ sense: 'minimise' })
  const size = sites * hours
  const gridMw = builder.addColumns(size, {
    name: (i) => `grid[${i}]`,
    cost: () => 20 + 100 * next(),
    upper: 60,
  })
  const chargeMw = builder.addColumns(size, { name: (i) => `charge[${i}]`, upper: 20 })
  const drawMw = builder.addColumns(size, { name: (i) => `draw[${i}]`, upper: 20, cost: 0.1 })
  const storedMwh = builder.addColumns(size, { name: (i) => `stored[${i}]`, upper: 80 })
  builder.addRows(size, {
    name: (i) => `balance[${i}]`,
    lower: () => 30 + 20 * next(),
    entries: (i, entry) => {
      entry(gridMw + i, 1)
      entry(drawMw + i, 1)
      entry(chargeMw + i, -1)
    },
  })
  builder.addRows(size, {
    name: (i) => `store[${i}]`,
    lower: 0,
    upper: 0,
    entries: (i, entry) => {
      const before = i % hours === 0 ? i + hours - 1 : i - 1
      entry(storedMwh + i, 1)
      entry(storedMwh + before, -1)
      entry(chargeMw + i, -0.92)
      entry(drawMw + i, 1 / 0.92)
    },
  })
  // One budget over all sites in each hour ties the sites together.
  builder.addRows(hours, {
    name: (h) => `feed[${h}]`,
    upper: 52 * sites,
    entries: (h, entry) => {
      for (let site = 0; site < sites; site++) entry(gridMw + site * hours + h, 1)
    },
  })
  return builtBy(builder)
}

/** A linear congruential generator: the same numbers on every machine. */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return state / 0x7fffffff
  }
}
