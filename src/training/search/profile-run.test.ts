import { expect, it } from 'vitest'
import { parametersOf, transformer } from '../../catalog/index.ts'
import type { Trains } from '../../fleet/index.ts'
import { profileRun } from './profile-run.ts'

const trains: Trains = {
  model: 'llama3-8b',
  tokens: 1e12,
  sequenceLength: 4096,
  batchSequences: 96,
  precision: 'bf16',
  reduction: 'bf16',
}
const legs = { min: 1, max: 4, startTogether: true }
const accelerators = { kind: 'h100-sxm', count: 48 }

it('each number of legs that splits accelerators and batch has its step, and each step keeps the batch', () => {
  const profile = profileRun(trains, { accelerators, legs })!
  expect(profile.byLegs.map((one) => one.legs)).toEqual([1, 2, 3, 4])
  expect(profile.tokensPerStep).toBe(96 * 4096)
  expect(profile.gradientGb).toBeCloseTo((2 * parametersOf(transformer('llama3-8b')!).total) / 1e9)
  for (const { stepS, stepP10S, stepP90S, windowS } of profile.byLegs) {
    expect(stepP10S).toBeLessThanOrEqual(stepS)
    expect(stepP90S).toBeGreaterThanOrEqual(stepS)
    expect(windowS).toBeLessThan(stepS)
    // The same accelerators and batch, only cut into sites: what is inside a site changes little.
    expect(Math.abs(stepS / profile.byLegs[0]!.stepS - 1)).toBeLessThan(0.2)
  }
})

it('a number of legs that cannot hold the model is left out and told', () => {
  const profile = profileRun({ ...trains, model: 'llama3-70b', batchSequences: 64 }, { accelerators: { kind: 'h100-sxm', count: 32 }, legs }) // prettier-ignore
  expect(profile!.byLegs.map((one) => one.legs)).not.toContain(4)
  expect(profile!.notes.join('\n')).toMatch(/^4 legs: at least \d+ GB of 80 GB$/m)
})

it('a batch that does not split, an unknown chip and an unknown model are told, not guessed', () => {
  const uneven = profileRun({ ...trains, batchSequences: 97 }, { accelerators, legs })!
  expect(uneven.notes).toContain('2 legs: a batch of 97 does not split evenly')
  const abacus = profileRun(trains, { accelerators: { kind: 'abacus', count: 48 }, legs })!
  expect(abacus).toMatchObject({ byLegs: [], notes: expect.arrayContaining(['1 legs: no accelerator abacus in the catalog']) }) // prettier-ignore
  expect(profileRun({ ...trains, model: 'no-such' }, { accelerators, legs })).toBeUndefined()
})
