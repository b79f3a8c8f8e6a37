/**
 * A picture as plain data. One renderer makes SVG text of it, for the command line and reports; the console makes its own
 * elements from the same tree. Text is escaped here and nowhere else, so that a tenant's name stays a name.
 */
export interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string | number>>
  readonly children: readonly (Element | string)[]
}

export const element = (
  tag: string,
  attributes: Element['attributes'] = {},
  children: Element['children'] = [],
): Element => ({ tag, attributes, children })

/** The tree as SVG (or HTML) text. */
export function renderElement({ tag, attributes, children }: Element): string {
  const written = Object.entries(attributes)
    .map(
      ([name, value]) => ` ${name}="${escape(typeof value === 'number' ? round(value) : value)}"`,
    )
    .join('')
  if (children.length === 0) return `<${tag}${written}/>`
  const inside = children
    .map((child) => (typeof child === 'string' ? escape(child) : renderElement(child)))
    .join(children.some((child) => typeof child === 'string') ? '' : '\n')
  return `<${tag}${written}>${inside}</${tag}>`
}

/** Two decimals of a pixel are enough, and keep a picture the same on every machine. */
const round = (value: number): string => String(Math.round(value * 100) / 100)

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

const escape = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"]/g, (found) => entities[found] ?? found)
