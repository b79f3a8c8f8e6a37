import { element, type Element } from './element.ts'
import { drawMark } from './mark.ts'
import { colourOf } from './style.ts'

const rowHeight = 20

/** The key of marks: shape, colour and name. */
export const markKey = (names: readonly string[]): readonly Element[] =>
  names.flatMap((name, series) => [
    drawMark({ x: 6, y: series * rowHeight, series }),
    element('text', { x: 18, y: series * rowHeight + 4 }, [shorten(name)]),
  ])

/** The key of filled areas. */
export const areaKey = (names: readonly string[]): readonly Element[] =>
  names.flatMap((name, series) => [
    element('rect', { x: 0, y: series * rowHeight - 6, width: 12, height: 12, fill: colourOf(series) }), // prettier-ignore
    element('text', { x: 18, y: series * rowHeight + 4 }, [shorten(name)]),
  ])

const shorten = (name: string): string => (name.length > 26 ? `${name.slice(0, 25)}…` : name)
