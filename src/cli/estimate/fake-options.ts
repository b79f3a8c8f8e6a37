import fc from 'fast-check'
import { expect } from 'vitest'
import { runWith } from '../fake-terminal.ts'

/** What people type by mistake, and what they type to see what happens. */
const hostile = fc.oneof(
  fc.constantFrom('', ' ', '-', '-1', '0', '1e308', '1e-308', 'NaN', 'Infinity', '-0', '1,,2', '%', '٣', '__proto__'), // prettier-ignore
  fc.string({ maxLength: 12 }),
  fc.double().map(String),
)

/** A command line: the required options and a few others, each with a text that may be right or, rarely, with anything. */
export const commandLines = (
  options: Readonly<Record<string, readonly string[]>>,
  required: readonly string[],
): fc.Arbitrary<string[]> =>
  fc
    .tuple(
      ...Object.entries(options).map(([name, texts]) => {
        const said = fc
          .oneof(
            { weight: 19, arbitrary: fc.constantFrom(...texts) },
            { weight: 1, arbitrary: hostile },
          ) // prettier-ignore
          .map((text) => [name, text])
        const isLeftOut = { weight: required.includes(name) ? 0 : 3, arbitrary: fc.constant([]) }
        return fc.oneof(isLeftOut, { weight: 1, arbitrary: said })
      }),
    )
    .map((said) => said.flat())

const exits = [0, 1, 2, 3]

/** Runs a command as text and as JSON: it answers or refuses, and no figure in an answer is without end or without value. */
async function expectFiniteAnswer(argv: readonly string[]): Promise<number> {
  const text = await runWith(argv)
  expect(exits).toContain(text.code)
  expect(text.out).not.toMatch(/\b(?:NaN|Infinity|undefined|null)\b|∞|\[object/u)
  if (text.code === 1) expect(text.err).toMatch(/^error: /u)
  if (text.out === '') expect(text.err).toContain('error')
  const json = await runWith([...argv, '--json'])
  expect(json.code).toBe(text.code)
  if (json.code !== 1) expectFigures(JSON.parse(json.out))
  return text.code
}

/** JSON writes null for what is not a finite number. */
function expectFigures(value: unknown): void {
  expect(value).not.toBeNull()
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(expectFigures)
}

/** Holds a command to that over many lines, of which some must be answered and some refused, or nothing was tried. */
export async function expectFiniteAnswers(
  command: readonly string[],
  lines: fc.Arbitrary<string[]>,
  numRuns: number,
): Promise<void> {
  const codes: number[] = []
  await fc.assert(
    fc.asyncProperty(lines, async (argv) => {
      codes.push(await expectFiniteAnswer([...command, ...argv]))
    }),
    { numRuns },
  )
  expect(codes).toContain(0)
  expect(codes.some((code) => code > 0)).toBe(true)
}
