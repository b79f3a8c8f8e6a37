import { element, type Element } from './element.ts'

/**
 * Colours that stay apart for colour-blind readers (Okabe and Ito, 2008), in an order in which neighbours differ in
 * lightness too. A series is never told by colour alone: marks differ in shape, and bars carry their names.
 */
export const seriesColours: readonly string[] = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#d55e00',
  '#999999',
  '#f0e442',
  '#332288',
]

export const colourOf = (series: number): string => seriesColours[series % seriesColours.length]!

const light = { ink: '#1b1f24', faint: '#6b7580', paper: '#ffffff' } as const

/** Ink and paper by custom properties, so that the console sets its own; a picture by itself follows the reader's scheme. */
export const styleSheet: Element = element('style', {}, [
  'svg{--ink:#1b1f24;--faint:#6b7580;--paper:#ffffff;font:12px system-ui,sans-serif}' +
    '@media (prefers-color-scheme:dark){svg{--ink:#e6e9ec;--faint:#9aa4ad;--paper:#15181c}}' +
    '@media print{svg{--ink:#000000;--faint:#666666;--paper:#ffffff}}' +
    rule('text', 'fill', 'ink') +
    rule('.faint', 'fill', 'faint') +
    '.title{font-size:15px;font-weight:600}' +
    rule('.axis', 'stroke', 'ink') +
    rule('.grid', 'stroke', 'faint') +
    '.grid{stroke-opacity:.3}' +
    rule('.rule', 'stroke', 'faint') +
    '.rule{stroke-dasharray:4 3;fill:none}' +
    rule('.paper', 'fill', 'paper'),
])

/** The plain colour first: a viewer that knows no custom properties keeps it. */
function rule(what: string, how: 'fill' | 'stroke', token: keyof typeof light): string {
  return `${what}{${how}:${light[token]};${how}:var(--${token})}`
}
