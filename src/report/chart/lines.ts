import { line } from 'd3-shape'
import { element, type Element } from './element.ts'
import { buildFrame, isDrawable, type Axis } from './frame.ts'
import { markKey } from './key.ts'
import { drawMark } from './mark.ts'
import { colourOf } from './style.ts'

export interface LineSeries {
  readonly name: string
  /** A gap is a point whose y is undefined: it is drawn as a gap. */
  readonly points: readonly { readonly x: number; readonly y: number | undefined }[]
}

export interface LinesRequest {
  readonly title: string
  readonly summary: string
  readonly x: Pick<Axis, 'label' | 'scale' | 'format'>
  readonly y: Pick<Axis, 'label' | 'scale' | 'format'>
  readonly series: readonly LineSeries[]
  /** Ends of the y axis where they are not those of the data, e.g. 0 and 1 for a share. */
  readonly yRange?: readonly [number, number]
}

/** Lines over one quantity, each with marks where the data are. */
export function lines(request: LinesRequest): Element {
  const drawn = request.series.map((one) => drawable(one.points, request))
  const points = drawn.flat()
  const xs = points.map(({ x }) => x)
  const ys = points.flatMap(({ y }) => (y === undefined ? [] : [y]))
  const frame = buildFrame({
    title: request.title,
    summary: request.summary,
    x: { ...request.x, ...extent(xs, request.x.scale) },
    y: {
      ...request.y,
      ...(request.yRange
        ? { from: request.yRange[0], to: request.yRange[1] }
        : extent(request.y.scale === 'linear' ? [0, ...ys] : ys, request.y.scale)),
    },
    key: markKey(request.series.map(({ name }) => name)),
  })
  const draw = line<LineSeries['points'][number]>()
    .defined(({ y }) => y !== undefined)
    .x(({ x }) => frame.x(x))
    .y(({ y }) => frame.y(y ?? 0))
    .digits(2)
  return frame.picture(
    drawn.flatMap((points, series) => [
      element('path', { d: draw(points) ?? '', fill: 'none', stroke: colourOf(series), 'stroke-width': 2 }), // prettier-ignore
      ...points.flatMap(({ x, y }) =>
        y === undefined ? [] : [drawMark({ x: frame.x(x), y: frame.y(y), series })],
      ),
    ]),
  )
}

/** A point that has no place on the axes leaves a gap. */
const drawable = (points: LineSeries['points'], { x: xAxis, y: yAxis }: LinesRequest) =>
  points
    .filter(({ x }) => isDrawable(x, xAxis.scale))
    .map(({ x, y }) => ({ x, y: y !== undefined && isDrawable(y, yAxis.scale) ? y : undefined }))

function extent(values: readonly number[], scale: Axis['scale']): { from: number; to: number } {
  if (values.length === 0) return { from: 1, to: 10 }
  const from = Math.min(...values)
  const to = Math.max(...values)
  return { from, to }
}
