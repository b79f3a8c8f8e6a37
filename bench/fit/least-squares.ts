/**
 * Least squares by Levenberg and Marquardt: from a vector, follow the linearised residuals, damped on the diagonal of the
 * normal equations; damp less where the linear picture held (Nielsen's rule), more where it did not. Deterministic.
 */
export interface Fit {
  readonly vector: number[]
  readonly cost: number
  readonly iterations: number
}

export function leastSquares(
  residuals: (vector: readonly number[]) => number[],
  start: readonly number[],
  iterations: number,
): Fit {
  let vector = [...start]
  let found = residuals(vector)
  let cost = sumOfSquares(found)
  let damping = 1e-2
  let growth = 2
  let at = 0
  for (; at < iterations; at += 1) {
    const { normal, gradient } = linearised(residuals, vector, found)
    const step = solve(normal, gradient, damping)
    const next = vector.map((value, index) => value - (step[index] ?? 0))
    const tried = residuals(next)
    const triedCost = sumOfSquares(tried)
    const promised = step.reduce(
      (sum, value, index) =>
        sum + value * (damping * diagonalOf(normal, index) * value + (gradient[index] ?? 0)),
      0,
    )
    const gain = (cost - triedCost) / promised
    if (triedCost < cost) {
      const change = (cost - triedCost) / cost
      vector = next
      found = tried
      cost = triedCost
      damping *= Math.max(1 / 3, 1 - (2 * gain - 1) ** 3)
      growth = 2
      if (change < 1e-5) break
    } else {
      damping *= growth
      growth *= 2
      if (damping > 1e12) break
    }
  }
  return { vector, cost, iterations: at }
}

const sumOfSquares = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value * value, 0)

const diagonalOf = (normal: readonly Float64Array[], index: number): number =>
  Math.max(normal[index]?.[index] ?? 0, 1e-9)

/** Step of the central difference, on the scale of logarithms. */
const difference = 1e-4

function linearised(
  residuals: (vector: readonly number[]) => number[],
  vector: readonly number[],
  found: readonly number[],
) {
  const columns = vector.map((value, index) => {
    const up = residuals(vector.with(index, value + difference))
    const down = residuals(vector.with(index, value - difference))
    return up.map((high, row) => (high - (down[row] ?? 0)) / (2 * difference))
  })
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
  return {
    normal: columns.map((a) => Float64Array.from(columns, (b) => dot(a, b))),
    gradient: columns.map((column) => dot(column, found)),
  }
}

/** Solves (A + damping diag A) x = b by Cholesky. */
function solve(
  normal: readonly Float64Array[],
  right: readonly number[],
  damping: number,
): number[] {
  const size = right.length
  const lower = normal.map((row) => Float64Array.from(row))
  const y = new Float64Array(size)
  for (let row = 0; row < size; row += 1) {
    const own = lower[row] ?? new Float64Array(size)
    own[row] = (own[row] ?? 0) + damping * diagonalOf(normal, row)
    for (let column = 0; column <= row; column += 1) {
      const other = lower[column] ?? own
      let sum = own[column] ?? 0
      for (let at = 0; at < column; at += 1) sum -= (own[at] ?? 0) * (other[at] ?? 0)
      own[column] = column === row ? Math.sqrt(Math.max(sum, 1e-300)) : sum / (other[column] ?? 1)
    }
    let sum = right[row] ?? 0
    for (let at = 0; at < row; at += 1) sum -= (own[at] ?? 0) * (y[at] ?? 0)
    y[row] = sum / (own[row] ?? 1)
  }
  const x: number[] = new Array<number>(size).fill(0)
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = y[row] ?? 0
    for (let at = row + 1; at < size; at += 1) sum -= (lower[at]?.[row] ?? 0) * (x[at] ?? 0)
    x[row] = sum / (lower[row]?.[row] ?? 1)
  }
  return x
}
