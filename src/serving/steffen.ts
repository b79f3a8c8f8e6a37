/**
 * Cubic interpolation that never swings between its points (Steffen, Astronomy and Astrophysics 239, 443, 1990): the slope
 * at a point is limited by its neighbours, so that the curve is monotone wherever the points are. Outside the points it
 * says nothing: undefined.
 */
export type Point = readonly [x: number, y: number]

export function steffen(points: readonly Point[]): (x: number) => number | undefined {
  const sorted = [...points].sort((a, b) => a[0] - b[0])
  const slopes = slopesOf(sorted)
  return (x) => {
    const next = sorted.findIndex(([right]) => x <= right)
    const end = sorted[next]
    if (end === undefined) return undefined
    if (x === end[0]) return end[1]
    const start = sorted[next - 1]
    if (start === undefined) return undefined
    const width = end[0] - start[0]
    const t = (x - start[0]) / width
    const [left = 0, right = 0] = [slopes[next - 1], slopes[next]]
    const secant = (end[1] - start[1]) / width
    const a = left + right - 2 * secant
    const b = 3 * secant - 2 * left - right
    return start[1] + width * t * (left + t * (b + t * a))
  }
}

function slopesOf(points: readonly Point[]): readonly number[] {
  const secants = points.slice(1).map(([x, y], index) => {
    const [x0, y0] = points[index] ?? [0, 0]
    return (y - y0) / (x - x0)
  })
  const widths = points.slice(1).map(([x], index) => x - (points[index]?.[0] ?? 0))
  return points.map((_, index) => {
    const [before, after] = [secants[index - 1], secants[index]]
    if (before === undefined || after === undefined) return before ?? after ?? 0
    const [h0 = 1, h1 = 1] = [widths[index - 1], widths[index]]
    const parabola = (before * h1 + after * h0) / (h0 + h1)
    const limit = Math.min(Math.abs(before), Math.abs(after), Math.abs(parabola) / 2)
    return (Math.sign(before) + Math.sign(after)) * limit
  })
}
