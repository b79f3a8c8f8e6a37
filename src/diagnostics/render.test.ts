import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Diagnostic } from './diagnostic.ts'
import { renderDiagnostics } from './render.ts'

const source = 'gridloom: 1\nroutes:\n  - { from: dublin, to: zaragosa }\n'
const unknownSite: Diagnostic = {
  code: 'fleet/unknown-site',
  severity: 'error',
  pointer: '/routes/0/to',
  at: { file: 'fleet.yaml', line: 3, column: 23, length: 8 },
  message: 'no site is named "zaragosa"',
  hint: 'did you mean "zaragoza"?',
}

it('a diagnostic shows place, line, carets and hint', () => {
  expect(renderDiagnostics([unknownSite], () => source)).toBe(
    [
      'error[fleet/unknown-site]: no site is named "zaragosa"',
      '  --> fleet.yaml:3:23  /routes/0/to',
      '  3 |   - { from: dublin, to: zaragosa }',
      '    |                       ^^^^^^^^'.replace('^', '  ^').replace('    |  ', '    |'),
      '',
      'hint: did you mean "zaragoza"?',
      '',
    ].join('\n'),
  )
})

it('without the text of the file the place still stands', () => {
  expect(renderDiagnostics([unknownSite])).toContain('--> fleet.yaml:3:23  /routes/0/to\n\nhint')
})

it('diagnostics come in reading order', () => {
  const at = (line: number): Diagnostic => ({
    ...unknownSite,
    at: { file: 'fleet.yaml', line, column: 1, length: 1 },
    message: `line ${line}`,
  })
  const text = renderDiagnostics([at(3), at(1), at(2)])
  expect(text.match(/line \d/gu)).toEqual(['line 1', 'line 2', 'line 3'])
})

it('carets stand under the fault in a line of any length', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(5000), (before, after) => {
      const line = `${'a'.repeat(before)}FAULT${'b'.repeat(after)}`
      const place = { file: 'f', line: 1, column: before + 1, length: 5 }
      const text = renderDiagnostics([{ ...unknownSite, at: place }], () => line)
      const [, , shown = '', carets = ''] = text.split('\n')
      expect(shown.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('FAULT')
      expect(shown.length).toBeLessThan(200)
    }),
  )
})

it('no text of a user reaches the terminal as a control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const nasty = { ...unknownSite, message: text, hint: text, pointer: text }
      const lines = renderDiagnostics([nasty], () => `\n\n${text.repeat(3)}`).split('\n')
      expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u)
    }),
  )
})
