import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runWith } from '../fake-terminal.ts'

const train = (...words: string[]) => runWith(['estimate', 'train', ...words])
const small = ['--model', 'llama3-8b', '--gpus', '16', '--batch', '64']

describe('gridloom estimate train', () => {
  it('prints the batch with every estimate, a clock that adds up, and what lost', async () => {
    const { code, out } = await train(...small)
    expect(code).toBe(0)
    expect(out).toContain('batch 64 sequences of 4,096 tokens')
    expect(out).toMatch(/^sum +[\d.]+ s/m)
    expect(out).toMatch(/^RUNNER-UP +STEP +WHY IT LOST/m)
  })

  it('shows efficiency by link and precision, and keeps loose synchronisation apart', async () => {
    const { out } = await train('--preset', 'nemotron-4-340b', '--gpus', '3072', '--sites', '2', '--rtt', '21ms', '--link', '100G,400G,800G,1600G') // prettier-ignore
    expect(out).toMatch(/^synchronous +bf16 +100 Gb\/s +0\.\d\d/m)
    expect(out).toMatch(/^DiLoCo H=100 .*not measured there/m)
    expect(out).toContain('not the same run')
    // The quoted table of this case, by plain arithmetic from published and assumed inputs.
    expect(out).toMatch(/^2,304 sequences +bf16 +0\.23 +0\.71 +0\.98 +0\.99$/m)
    expect(out).toContain('an inversion, not a match')
  })

  it('adds when all tokens are trained, with its range', async () => {
    const { out } = await train(...small, '--tokens', '1T')
    expect(out).toMatch(/^DONE AFTER +P10 +P50 +P90$/m)
    expect(out).toMatch(/^GOODPUT \d+\.\d %/m)
  })

  it('names no two ways alike whose days differ', async () => {
    const { out } = await train(...small, '--tokens', '1T', '--sites', '2', '--overlap', '60%', '--link', '10G') // prettier-ignore
    const ends = out.split('\n').slice(out.split('\n').findIndex((line) => line.startsWith('DONE AFTER')) + 1) // prettier-ignore
    const names = ends.filter((line) => line.includes('Gb/s')).map((line) => line.split('  ')[0])
    expect(names.length).toBeGreaterThan(2)
    expect(new Set(names).size).toBe(names.length)
  })

  it('writes a chart of one step, or of efficiency by rate', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gridloom-'))
    await train(...small, '--svg', join(folder, 'step.svg'))
    await train(...small, '--sites', '2', '--rtt', '5ms', '--svg', join(folder, 'rate.svg'))
    expect(readFileSync(join(folder, 'step.svg'), 'utf8')).toContain('step time, s')
    expect(readFileSync(join(folder, 'rate.svg'), 'utf8')).toContain('link, Gb/s')
  })

  it.each([
    [['--model', 'lama3-8b', '--gpus', '8', '--batch', '8'], 2, 'estimate/unknown-name'],
    [['--gpus', '8'], 2, '--model, --batch'],
    [['--preset', 'nemotron'], 2, 'nemotron-4-340b'],
    [['--model', 'llama3.1-405b', '--gpus', '64', '--batch', '64'], 3, 'estimate/out-of-memory'],
    [[...small, '--sites', '3'], 2, 'do not split over 3'],
    [[...small, '--accelerator', 'abacus'], 2, 'abacus'],
    [[...small, '--software', 'megatron-bridge-99'], 2, 'megatron-bridge-99'],
    [[...small, '--precision', 'fp4'], 2, 'fp4'],
    [[...small, '--gpus', 'many'], 1, 'many'],
    [[...small, '--link', '100'], 1, '--link'],
  ])('%j ends with %i and says why', async (words, code, why) => {
    const ran = await train(...words)
    expect(ran.code).toBe(code)
    expect(ran.err).toContain(why)
  })

  it('no output holds a number that is none, whatever the options', async () => {
    const text = fc.oneof(fc.constantFrom('0', '-1', '1e300', 'NaN', 'Infinity', '0.5', '8', '64', '1e-300'), fc.string({ maxLength: 6 })) // prettier-ignore
    await fc.assert(
      fc.asyncProperty(text, text, text, text, async (gpus, batch, rtt, link) => {
        const words = ['--gpus', gpus, '--batch', batch, '--sites', '2', `--rtt=${rtt}`, `--link=${link}`] // prettier-ignore
        const { code, out } = await train('--model', 'llama3-8b', ...words, '--json')
        expect([0, 1, 2, 3]).toContain(code)
        if (code === 0) expect(out).not.toMatch(/: null|NaN|Infinity/)
      }),
      { numRuns: 40 },
    )
  })
})
