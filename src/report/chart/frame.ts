import { scaleLinear, scaleLog } from 'd3-scale'
import { element, type Element } from './element.ts'
import { pictureOf } from './picture.ts'

export interface Axis {
  /** With its unit: "step time, s". */
  readonly label: string
  readonly scale: 'linear' | 'log'
  readonly from: number
  readonly to: number
  readonly format?: (value: number) => string
}

export interface FrameRequest {
  readonly title: string
  /** One sentence that says what the picture shows, for those who do not see it. */
  readonly summary: string
  readonly x: Axis
  readonly y: Axis
  readonly width?: number
  readonly height?: number
  /** Names of the series, by number. */
  readonly key?: readonly Element[]
}

export interface Frame {
  readonly x: (value: number) => number
  readonly y: (value: number) => number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** The whole picture with what was drawn inside. */
  readonly picture: (inside: readonly Element[]) => Element
}

const margin = { left: 64, right: 20, top: 62, bottom: 50 }
const keyWidth = 190

/** Axes, grid, title and key around a plot. */
export function buildFrame(request: FrameRequest): Frame {
  const { width = 760, height = 460, key = [] } = request
  const left = margin.left
  const right = width - margin.right - (key.length > 0 ? keyWidth : 0)
  const top = margin.top
  const bottom = height - margin.bottom
  const x = scaleOf(request.x, left, right)
  const y = scaleOf(request.y, bottom, top)
  const axes = [...xAxis(request.x, x, { top, bottom, left, right }), ...yAxis(request.y, y, { top, bottom, left, right })] // prettier-ignore
  const picture = (inside: readonly Element[]): Element =>
    pictureOf({ title: request.title, summary: request.summary, width, height }, [
      ...axes,
      ...inside,
      element('g', { transform: `translate(${right + 18},${top + 8})` }, key),
    ])
  return { x: x.at, y: y.at, left, right, top, bottom, picture }
}

interface Scale {
  readonly at: (value: number) => number
  readonly ticks: readonly number[]
}

function scaleOf(axis: Axis, low: number, high: number): Scale {
  const { scale, from, to } = widen(axis)
  if (scale === 'log') {
    const log = scaleLog().domain([from, to]).range([low, high]).clamp(true)
    const all = log.ticks(6)
    // A log axis over decades has a tick for each digit: only 1, 2 and 5 are written.
    const ticks = all.length > 8 ? all.filter((tick) => /^[125]/.test(tick.toExponential())) : all
    return { at: (value) => log(value), ticks }
  }
  const linear = scaleLinear().domain([from, to]).range([low, high]).clamp(true)
  return { at: (value) => linear(value), ticks: linear.ticks(6) }
}

/** One value has no extent: a scale over it would divide by zero, and over nearly one value lose all digits. */
function widen({ scale, from, to }: Axis): Pick<Axis, 'scale' | 'from' | 'to'> {
  if (scale === 'log') return to / from > 1.001 ? { scale, from, to } : { scale, from: from / 2, to: from * 2 } // prettier-ignore
  const least = Math.max(1e-12, Math.abs(from) * 1e-9)
  return { scale, from, to: to - from > least ? to : from + Math.max(1, Math.abs(from)) }
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

function xAxis(axis: Axis, { at, ticks }: Scale, { top, bottom, left, right }: Box): Element[] {
  const format = axis.format ?? plain
  return [
    ...ticks.flatMap((tick) => [
      element('line', { class: 'grid', x1: at(tick), x2: at(tick), y1: top, y2: bottom }),
      element('text', { x: at(tick), y: bottom + 17, 'text-anchor': 'middle' }, [format(tick)]),
    ]),
    element('line', { class: 'axis', x1: left, x2: right, y1: bottom, y2: bottom }),
    element('text', { x: (left + right) / 2, y: bottom + 38, 'text-anchor': 'middle' }, [axis.label]), // prettier-ignore
  ]
}

function yAxis(axis: Axis, { at, ticks }: Scale, { top, bottom, left, right }: Box): Element[] {
  const format = axis.format ?? plain
  const middle = (top + bottom) / 2
  return [
    ...ticks.flatMap((tick) => [
      element('line', { class: 'grid', x1: left, x2: right, y1: at(tick), y2: at(tick) }),
      element('text', { x: left - 8, y: at(tick) + 4, 'text-anchor': 'end' }, [format(tick)]),
    ]),
    element('line', { class: 'axis', x1: left, x2: left, y1: top, y2: bottom }),
    element('text', { x: 16, y: middle, 'text-anchor': 'middle', transform: `rotate(-90 16 ${middle})` }, [axis.label]), // prettier-ignore
  ]
}

/** What has a place on an axis. Beyond these ends sums overflow and logarithms lose their digits: such a point is left out. */
export const isDrawable = (value: number, scale: Axis['scale']): boolean =>
  Math.abs(value) < 1e15 && (scale === 'linear' || value > 1e-15)

/** Three significant figures, thousands apart, no exponent in the range that people meet. */
export function plain(value: number): string {
  if (value === 0) return '0'
  if (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e9) return value.toExponential(1)
  return new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 }).format(value)
}
