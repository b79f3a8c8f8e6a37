import { scaleLinear } from 'd3-scale'
import { element, type Element } from './element.ts'
import { isDrawable, plain } from './frame.ts'
import { areaKey } from './key.ts'
import { pictureOf } from './picture.ts'
import { colourOf } from './style.ts'

export interface StackedBarsRequest {
  readonly title: string
  readonly summary: string
  /** With its unit: "step time, s". */
  readonly label: string
  /** Names of the parts, in the order in which they are stacked. */
  readonly parts: readonly string[]
  readonly bars: readonly { readonly name: string; readonly values: readonly number[] }[]
}

const left = 190
const keyWidth = 200
const barHeight = 26
const pitch = barHeight + 10
const width = 820
const top = 62

/** Named sums, one bar each: parts that add up to the whole, from zero. */
export function stackedBars(request: StackedBarsRequest): Element {
  const { title, summary, label, parts } = request
  const bars = request.bars.map(({ name, values }) => ({ name, values: values.map(lengthOf) }))
  const sums = bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0))
  const right = width - keyWidth - 60
  const x = scaleLinear().domain([0, Math.max(1e-9, ...sums)]).range([left, right]) // prettier-ignore
  const bottom = top + bars.length * pitch
  const height = Math.max(bottom + 50, top + parts.length * 20 + 20)
  const ticks = x
    .ticks(6)
    .flatMap((tick) => [
      element('line', { class: 'grid', x1: x(tick), x2: x(tick), y1: top - 6, y2: bottom }),
      element('text', { x: x(tick), y: bottom + 16, 'text-anchor': 'middle' }, [plain(tick)]),
    ])
  return pictureOf({ title, summary, width, height }, [
    ...ticks,
    ...bars.flatMap((bar, row) => drawBar(bar, { x, y: top + row * pitch, parts })),
    element('text', { x: (left + right) / 2, y: bottom + 34, 'text-anchor': 'middle' }, [label]),
    element('g', { transform: `translate(${width - keyWidth + 10},${top + 8})` }, areaKey(parts)),
  ])
}

/** A bar starts at zero and its parts lie end to end: what is negative or no number has no length. */
const lengthOf = (value: number): number => (isDrawable(value, 'linear') ? Math.max(0, value) : 0)

interface Place {
  readonly x: (value: number) => number
  readonly y: number
  readonly parts: readonly string[]
}

/** Its name, its parts end to end, and their sum. */
function drawBar(
  { name, values }: StackedBarsRequest['bars'][number],
  { x, y, parts }: Place,
): Element[] {
  let from = 0
  const blocks = values.map((value, part) => {
    const start = from
    from += value
    const says = `${name}: ${parts[part] ?? ''} ${plain(value)}`
    return element(
      'rect',
      { x: x(start), y, width: Math.max(0, x(from) - x(start)), height: barHeight, fill: colourOf(part) }, // prettier-ignore
      [element('title', {}, [says])],
    )
  })
  return [
    element('text', { x: left - 8, y: y + barHeight / 2 + 4, 'text-anchor': 'end' }, [name]),
    ...blocks,
    element('text', { x: x(from) + 6, y: y + barHeight / 2 + 4 }, [plain(from)]),
  ]
}
