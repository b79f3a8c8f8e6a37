import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createProblemBuilder, type ProblemBuilder } from './builder.ts'
import { findFaults } from './faults.ts'
import type { Problem } from './problem.ts'

const builtBy = (builder: ProblemBuilder): Problem => {
  const outcome = builder.build()
  if (outcome.status !== 'built') throw new Error(JSON.stringify(outcome.faults))
  return outcome.problem
}

const faultsOf = (builder: ProblemBuilder): readonly string[] => {
  const outcome = builder.build()
  return outcome.status === 'built' ? [] : outcome.faults.map((f) => `${f.kind} ${f.where}`)
}

const twoColumns = (): ProblemBuilder => {
  const builder = createProblemBuilder({ sense: 'minimise' })
  builder.addColumns(2, { name: (i) => `x[${i}]` })
  return builder
}

describe('the problem builder', () => {
  it('stores rows one after the other', () => {
    const builder = createProblemBuilder({ sense: 'maximise' })
    const x = builder.addColumn({ name: 'x', cost: 3, upper: 4 })
    const y = builder.addColumns(2, { name: (i) => `y[${i}]`, cost: [1, 2], isInteger: true })
    builder.addRow({ name: 'cap', upper: 10 }, [x, y + 1], [1, 2])
    builder.beginRow({ name: 'floor', lower: 1, upper: 2 })
    builder.entry(y, 5)
    builder.endRow()
    builder.addOffset(7)
    builder.setCost(y, 9)
    builder.addCost(y, 1)
    expect(builtBy(builder)).toMatchObject({
      sense: 'maximise',
      offset: 7,
      cost: Float64Array.of(3, 10, 2),
      columnLower: Float64Array.of(0, 0, 0),
      columnUpper: Float64Array.of(4, Infinity, Infinity),
      isInteger: Uint8Array.of(0, 1, 1),
      rowLower: Float64Array.of(-Infinity, 1),
      rowUpper: Float64Array.of(10, 2),
      rowStart: Int32Array.of(0, 2, 3),
      columnOf: Int32Array.of(0, 2, 1),
      value: Float64Array.of(1, 2, 5),
    })
  })

  it('sums the coefficients of one column in one row, and in no other row', () => {
    const dense = fc.array(fc.tuple(fc.nat(4), fc.integer({ min: -9, max: 9 })), { maxLength: 12 })
    fc.assert(
      fc.property(fc.array(dense, { maxLength: 6 }), (rows) => {
        const builder = createProblemBuilder({ sense: 'minimise' })
        builder.addColumns(5, { name: 'x' })
        for (const row of rows) {
          const columns = row.map(([column]) => column)
          const values = row.map(([, value]) => value)
          builder.addRow({ name: 'r' }, columns, values)
        }
        const problem = builtBy(builder)
        rows.forEach((row, index) => {
          const expected = new Map<number, number>()
          for (const [c, v] of row) expected.set(c, (expected.get(c) ?? 0) + v)
          const [start, end] = [problem.rowStart[index], problem.rowStart[index + 1]]
          const columns = [...problem.columnOf.slice(start, end)]
          const values = [...problem.value.slice(start, end)]
          expect(new Map(columns.map((c, at) => [c, values[at]]))).toEqual(expected)
          expect(columns).toHaveLength(expected.size)
        })
      }),
    )
  })

  it('names each row and column when asked, counted from the first of its family', () => {
    const builder = createProblemBuilder({ sense: 'minimise' })
    const charge = builder.addColumns(24, { name: (h) => `power/charge[lulea,h=${h}]` })
    const draw = builder.addColumns(24, { name: (h) => `power/draw[lulea,h=${h}]` })
    const balance = (h: number): string => `power/balance[lulea,h=${h}]`
    for (let h = 0; h < 3; h++) {
      builder.beginRow({ name: balance })
      builder.entry(charge + h, 1)
      builder.endRow()
    }
    builder.addRow({ name: 'power/peak[lulea]' }, [draw], [1])
    builder.addRows(2, {
      name: (i) => `power/ramp[lulea,h=${i}]`,
      entries: (i, entry) => entry(draw + i, 1),
    })
    const { columnName, rowName } = builtBy(builder)
    expect([charge + 23, draw, draw + 5].map(columnName)).toEqual([
      'power/charge[lulea,h=23]',
      'power/draw[lulea,h=0]',
      'power/draw[lulea,h=5]',
    ])
    expect([0, 2, 3, 4, 5].map(rowName)).toEqual([
      'power/balance[lulea,h=0]',
      'power/balance[lulea,h=2]',
      'power/peak[lulea]',
      'power/ramp[lulea,h=0]',
      'power/ramp[lulea,h=1]',
    ])
    expect([-1, 6, NaN].map(rowName)).toEqual(['no row -1', 'no row 6', 'no row NaN'])
  })

  it('may be used on after build without changing what was built', () => {
    const builder = twoColumns()
    builder.addRow({ name: 'first' }, [0], [1])
    const before = builtBy(builder)
    builder.addColumn({ name: 'late' })
    builder.addRow({ name: 'second' }, [2, 2], [1, 1])
    expect(before.cost).toHaveLength(2)
    expect(before.rowStart).toEqual(Int32Array.of(0, 1))
    expect(before.rowName(1)).toBe('no row 1')
    expect(builtBy(builder).value).toEqual(Float64Array.of(1, 2))
  })
})

describe('a problem that no solver can take', () => {
  it('is reported by the name of each row and column, all faults at once', () => {
    const builder = twoColumns()
    builder.addColumn({ name: 'crossed', lower: 2, upper: 1 })
    builder.addColumn({ name: 'dear', cost: Infinity })
    builder.addColumn({ name: 'up', lower: Infinity, upper: Infinity })
    builder.addColumn({ name: 'asked', lower: NaN })
    builder.addRow({ name: 'far', lower: 1e20 }, [0], [1])
    builder.addRow({ name: 'holes' }, [0, 1], [1])
    builder.addRow({ name: 'huge' }, [0], [1e15])
    builder.addRow({ name: 'stranger' }, [99], [1])
    builder.addOffset(NaN)
    expect(faultsOf(builder)).toEqual([
      'unknown-column stranger',
      'not-finite ',
      'not-finite dear',
      'bounds-cross crossed',
      'bound-at-wrong-infinity up',
      'not-finite asked',
      'bound-at-wrong-infinity far',
      'not-finite holes',
      'too-large huge',
    ])
  })

  it('refuses an entry outside of a row, and a cost of no column', () => {
    const builder = twoColumns()
    builder.entry(0, 1)
    builder.setCost(2, 1)
    expect(faultsOf(builder)).toEqual(['shape ', 'unknown-column '])
  })

  it('reports at most fifty faults of a formula that is wrong in every hour', () => {
    const builder = createProblemBuilder({ sense: 'minimise' })
    builder.addColumns(8760, { name: (h) => `draw[h=${h}]`, cost: NaN })
    expect(faultsOf(builder)).toHaveLength(50)
  })

  it('never throws, whatever the numbers are', () => {
    const number = fc.oneof(fc.double(), fc.integer({ min: -3, max: 9 }))
    fc.assert(
      fc.property(fc.array(number, { maxLength: 40 }), number, (numbers, count) => {
        const builder = createProblemBuilder({ sense: 'minimise' })
        builder.addColumns(Math.min(count, 9), { name: 'x', lower: numbers, cost: () => count })
        builder.addRow({ name: 'r', lower: count }, numbers, numbers.toReversed())
        for (const value of numbers) {
          builder.entry(value, value)
          builder.setCost(value, value)
        }
        const outcome = builder.build()
        if (outcome.status === 'built') expect(findFaults(outcome.problem)).toEqual([])
        else expect(outcome.faults.length).toBeGreaterThan(0)
      }),
    )
  })

  it('is found in arrays that did not come from the builder', () => {
    const problem = builtBy(twoColumns())
    const broken = (part: Partial<Problem>): string | undefined =>
      findFaults({ ...problem, ...part })[0]?.message
    const row = { rowLower: Float64Array.of(0), rowUpper: Float64Array.of(1) }
    const entries = { rowStart: Int32Array.of(0, 2), value: Float64Array.of(1, 1) }
    expect(broken({ cost: Float64Array.of(1) })).toContain('differ in length')
    expect(broken({ rowStart: Int32Array.of(1) })).toContain('do not span')
    expect(broken({ ...row, ...entries, columnOf: Int32Array.of(0, 2) })).toContain(
      'names column 2',
    )
    expect(broken({ ...row, ...entries, columnOf: Int32Array.of(1, 1) })).toContain('twice')
  })
})
