import {
  symbol,
  symbolCircle,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
} from 'd3-shape'
import { element, type Element } from './element.ts'
import { colourOf } from './style.ts'

const shapes = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolStar]

export interface Mark {
  readonly x: number
  readonly y: number
  readonly series: number
  /** Drawn as an outline: a case that was fitted on, say. */
  readonly isHollow?: boolean
  /** What a reader sees when pointing at it. */
  readonly says?: string
}

/** One point of a series: colour and shape both tell which. */
export function drawMark({ x, y, series, isHollow = false, says }: Mark): Element {
  const path = symbol(shapes[series % shapes.length]!, 36)() ?? ''
  const colour = colourOf(series)
  return element(
    'path',
    {
      d: path,
      transform: `translate(${Math.round(x * 100) / 100},${Math.round(y * 100) / 100})`,
      fill: isHollow ? 'none' : colour,
      stroke: colour,
      'stroke-width': 1.4,
      'fill-opacity': 0.75,
    },
    says === undefined ? [] : [element('title', {}, [says])],
  )
}
