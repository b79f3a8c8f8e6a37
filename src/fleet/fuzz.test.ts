import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codes } from '../diagnostics/codes.ts'
import { loadFleetBytes } from './load-fleet.ts'
import { loadWorkloadBytes } from './load-workload.ts'

const fleet = readFileSync(new URL('../../fleets/laptop.yaml', import.meta.url))
const workload = new TextEncoder().encode(`gridloom: 1
kind: training
name: lm
tenant: acme
accelerators: { kind: h100-sxm, count: 32 }
legs: { min: 1, max: 2 }
command: [node, train.ts, "--steps", "100"]
environment: { STEPS: "100" }
durationMax: 8 h
wan: { rate: 1 Gb/s }
checkpoint: { interval: 5 min, duration: 20 s, size: 200 GB }
`)

const doors = [
  { name: 'a fleet', load: loadFleetBytes, good: fleet },
  { name: 'a workload', load: loadWorkloadBytes, good: workload },
] as const

/** Whatever comes in: an answer, with registered codes, places inside the file, and text that can be shown. */
function expectAnswer(load: (typeof doors)[number]['load'], bytes: Uint8Array): void {
  const loaded = load(bytes, 'f.yaml')
  const diagnostics = loaded.ok ? loaded.notes : loaded.diagnostics
  const lines = new TextDecoder().decode(bytes).split('\n')
  if (!loaded.ok) expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true)
  for (const { code, at } of diagnostics) {
    expect(Object.keys(codes)).toContain(code)
    expect(at?.line).toBeGreaterThanOrEqual(1)
    expect(at?.line).toBeLessThanOrEqual(lines.length)
    expect(at?.column).toBeGreaterThanOrEqual(1)
    expect(at?.length).toBeGreaterThanOrEqual(1)
  }
}

/** A piece of the good file is replaced by something that means something to YAML or to the schema. */
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 8 }),
  fc
    .constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ':',
        '- ',
        '&a ',
        '*a',
        '!!binary ',
        '"',
        "'",
        '|\n',
        '>',
        '%',
        '---\n',
      ],
      ...[
        '~',
        'null',
        'true',
        '.nan',
        '.inf',
        '-1',
        '1e999',
        '0x1F',
        '300 MW',
        '\t',
        '\0',
        '\n',
        '#',
      ],
      ...['__proto__', 'constructor', '<<: ', '? ', '\u202e', '\ufeff', '9'.repeat(400)],
    )
    .map((text) => new TextEncoder().encode(text)),
)

const mutate = (good: Uint8Array) =>
  fc
    .array(fc.tuple(fc.nat(good.length), fc.nat(12), piece), { minLength: 1, maxLength: 4 })
    .map((cuts) =>
      cuts.reduce<Uint8Array>(
        (bytes, [at, length, put]) =>
          Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + length)]),
        good,
      ),
    )

describe.each(doors)('$name', ({ load, good }) => {
  it('answers to random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => expectAnswer(load, bytes)))
  })

  it('answers to random text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) =>
        expectAnswer(load, new TextEncoder().encode(text)),
      ),
    )
  })

  it('answers to random data', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) =>
        expectAnswer(load, new TextEncoder().encode(text)),
      ),
    )
  })

  it('answers to a good file that was damaged', () => {
    fc.assert(
      fc.property(mutate(good), (bytes) => expectAnswer(load, bytes)),
      { numRuns: 300 },
    )
  })
})
