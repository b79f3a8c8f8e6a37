import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { transformer } from '../../catalog/index.ts'
import { estimateRun, type RunOutcome, type RunRequest } from './estimate-run.ts'
import { runPresets } from './presets.ts'

const request = (change: Partial<RunRequest> = {}): RunRequest => ({
  model: transformer('llama3-8b')!,
  accelerator: 'h100-sxm',
  accelerators: 64,
  precision: 'bf16',
  sequenceLength: 4096,
  batchSequences: 256,
  sites: 2,
  rttMs: 20,
  linkGbps: [10, 100, 1000],
  reductions: ['bf16', 'mixed-fp32'],
  tokens: 1e12,
  failures: {
    preset: 'llama-3',
    stallS: { low: 3, expected: 10, high: 30 },
    restartS: { low: 300, expected: 600, high: 900 },
    repairH: 24,
    spares: 8,
  },
  ...change,
})

const estimated = (outcome: RunOutcome): Extract<RunOutcome, { kind: 'estimated' }> => {
  if (outcome.kind !== 'estimated') throw new Error(JSON.stringify(outcome))
  return outcome
}

describe('a run across sites', () => {
  it('is slower with each narrower link, and with each wider number format', () => {
    const { rows } = estimated(estimateRun(request()))
    const of = (precision: string) => rows.filter((row) => row.precision === precision).map((row) => row.stepTimeS) // prettier-ignore
    expect(of('bf16')).toEqual(of('bf16').toSorted((a, b) => b - a))
    for (const [i, stepTimeS] of of('mixed-fp32').entries()) expect(stepTimeS).toBeGreaterThanOrEqual(of('bf16')[i]!) // prettier-ignore
  })

  it('over a link without end or latency is one site of half the accelerators and half the batch', () => {
    const { rows, inside } = estimated(estimateRun(request({ linkGbps: [1e9], rttMs: 0, reductions: ['bf16'] }))) // prettier-ignore
    expect(rows[0]!.stepTimeS).toBeCloseTo(inside.estimate.stepTimeS, 6)
    expect(rows[0]!.utilisation).toBeCloseTo(1, 6)
  })

  it('needs the rate that it says for 95 %', () => {
    const first = estimated(estimateRun(request()))
    for (const { precision, rate } of first.required) {
      if (rate.kind !== 'needs') throw new Error(rate.kind)
      const { rows } = estimated(estimateRun(request({ linkGbps: [rate.gbps], reductions: [precision] }))) // prettier-ignore
      expect(rows[0]!.utilisation).toBeCloseTo(0.95, 4)
    }
  })

  it('ends in order: P10 before P50 before P90, and later on a slower link', () => {
    const { finishes } = estimated(estimateRun(request()))
    expect(finishes).toHaveLength(6)
    const p50 = finishes.map(({ finish }) => (finish.kind === 'finishes' ? finish.p50H : NaN))
    expect(p50.slice(0, 3)).toEqual(p50.slice(0, 3).toSorted((a, b) => b - a))
    for (const { finish } of finishes)
      if (finish.kind === 'finishes') {
        expect(finish.p10H).toBeLessThanOrEqual(finish.p50H)
        expect(finish.p90H).toBeGreaterThanOrEqual(finish.p50H)
      }
  })

  it('says of loose synchronisation what it does to the loss, or that nobody measured it', () => {
    const { rows } = estimated(estimateRun(request({ innerSteps: 500, linkGbps: [1] })))
    expect(rows.at(-1)).toMatchObject({ strategy: 'diloco', loss: { kind: 'beyond-measured' } })
  })
})

it('what does not split, or is no number, is told, all of it at once', () => {
  const outcome = estimateRun(
    request({ accelerators: 63, batchSequences: 255, linkGbps: [NaN, 100] }),
  )
  expect(outcome).toEqual({
    kind: 'impossible',
    why: [
      '63 accelerators do not split over 2 equal sites',
      'a batch of 255 sequences does not split over 2 equal sites',
      'a link of NaN Gb/s',
    ],
  })
})

it('no output is NaN or infinite, whatever the input', () => {
  const hostile = fc.oneof(fc.constantFrom(0, -1, NaN, Infinity, 1e300, 1e-300), fc.double({ min: 0, max: 1e6 })) // prettier-ignore
  fc.assert(
    fc.property(hostile, hostile, hostile, fc.constantFrom(1, 2, 3, 0, NaN), (rttMs, gbps, tokens, sites) => {
      const outcome = estimateRun(request({ rttMs, linkGbps: [gbps], tokens, sites }))
      expect(JSON.stringify(outcome)).not.toContain('null')
    }),
    { numRuns: 40 },
  ) // prettier-ignore
})

it.each(runPresets)('the preset $id is a run that can be laid out', (preset) => {
  const model = transformer(preset.model)!
  expect(estimateRun(request({ ...preset, model })).kind).toBe('estimated')
})

it('DiLoCo ends after its extra tokens, and gives no date where nobody measured them', () => {
  const loose = { innerSteps: 30, linkGbps: [100], reductions: [] as const }
  const asked = (change: Partial<RunRequest>) => estimated(estimateRun(request({ ...loose, ...change }))) // prettier-ignore
  const four = asked({ sites: 4, tokens: 1e12 })
  const [row] = four.rows
  if (row?.loss?.kind !== 'within-measured') throw new Error(JSON.stringify(row))
  const [first] = four.finishes
  if (first?.finish.kind !== 'finishes' || four.goodput.kind !== 'estimated') throw new Error('no finish') // prettier-ignore
  const extra = row.loss.penalty.extraTokens.expected ?? NaN
  expect(extra).toBeGreaterThan(0)
  const plainH = 1e12 / row.tokensPerS / four.goodput.estimate.goodput.expected / 3600
  expect(first.finish.p50H).toBeCloseTo(plainH * (1 + extra), 6)
  expect(asked({ innerSteps: 500 }).finishes[0]?.finish.kind).toBe('impossible')
})

it('says what its window is where a stage has several chunks, and that link cuts are left out', () => {
  const model = transformer('llama3.1-405b')!
  const { notes, inside } = estimated(
    estimateRun(request({ model, accelerators: 16_384, batchSequences: 2048, sequenceLength: 8192 })), // prettier-ignore
  )
  const { virtualStages } = inside.layout
  expect(notes.some((note) => note.includes(`each of ${virtualStages} chunks`))).toBe(
    virtualStages > 1,
  )
  expect(notes).toContain('cuts of the links are not in the goodput')
})
