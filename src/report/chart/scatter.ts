import { element, type Element } from './element.ts'
import { buildFrame, isDrawable, type Axis } from './frame.ts'
import { markKey } from './key.ts'
import { drawMark } from './mark.ts'

export interface ScatterSeries {
  readonly name: string
  readonly points: readonly {
    readonly x: number
    readonly y: number
    readonly isHollow?: boolean
    readonly says?: string
  }[]
}

export interface ScatterRequest {
  readonly title: string
  readonly summary: string
  readonly xLabel: string
  readonly yLabel: string
  readonly scale: 'linear' | 'log'
  readonly series: readonly ScatterSeries[]
  /** Draws y = x and, where given, lines this share above and below it: predicted against measured. */
  readonly band?: number
}

/** Points of several series, with y = x and a band around it. Both axes have one scale, as a comparison needs. */
export function scatter(request: ScatterRequest): Element {
  const isLog = request.scale === 'log'
  const drawn = request.series.map(({ points }) =>
    points.filter(({ x, y }) => isDrawable(x, request.scale) && isDrawable(y, request.scale)),
  )
  const values = drawn.flat().flatMap(({ x, y }) => [x, y])
  const low = values.length === 0 ? 1 : Math.min(...values)
  const high = values.length === 0 ? 10 : Math.max(...values)
  const axis = (label: string): Axis =>
    isLog
      ? { label, scale: 'log', from: low / 1.25, to: high * 1.25 }
      : {
          label,
          scale: 'linear',
          from: Math.min(0, low),
          to: high * 1.05,
        }
  const frame = buildFrame({
    title: request.title,
    summary: request.summary,
    x: axis(request.xLabel),
    y: axis(request.yLabel),
    height: 520,
    key: markKey(request.series.map(({ name }) => name)),
  })
  const { from, to } = axis('')
  const shares = [0, ...(request.band === undefined ? [] : [request.band, -request.band])]
  const rules = shares.map((share) => {
    // Both ends inside the axes: a clamped end would bend the line.
    const x1 = Math.max(from, from / (1 + share))
    const x2 = Math.min(to, to / (1 + share))
    const ends = { x1: frame.x(x1), y1: frame.y(x1 * (1 + share)), x2: frame.x(x2), y2: frame.y(x2 * (1 + share)) } // prettier-ignore
    return element('line', { class: 'rule', ...ends })
  })
  const marks = drawn.flatMap((points, series) =>
    points.map(({ x, y, ...rest }) => drawMark({ x: frame.x(x), y: frame.y(y), series, ...rest })),
  )
  return frame.picture([...rules, ...marks])
}
