import { element, type Element } from './element.ts'
import { styleSheet } from './style.ts'

export interface PictureRequest {
  readonly title: string
  /** One sentence that says what the picture shows, for those who do not see it. */
  readonly summary: string
  readonly width: number
  readonly height: number
}

/** The sheet under every chart: title and summary are read aloud, and stand at its head. */
export function pictureOf(
  { title, summary, width, height }: PictureRequest,
  inside: readonly Element[],
): Element {
  const viewBox = `0 0 ${width} ${height}`
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox, width, height, role: 'img' },
    [
      // prettier-ignore
      element('title', {}, [title]),
      element('desc', {}, [summary]),
      styleSheet,
      element('rect', { class: 'paper', width, height }),
      element('text', { class: 'title', x: 14, y: 24 }, [title]),
      element('text', { class: 'faint', x: 14, y: 43 }, [summary]),
      ...inside,
    ],
  )
}
