import { expect, it, vi } from 'vitest'
import type { Comparison, Validation } from '../catalog/index.ts'
import { runWith } from './fake-terminal.ts'

const one: Comparison = {
  family: 'optics/made up',
  id: 'a case',
  quantity: 'GSNR',
  unit: 'dB',
  published: 20,
  predicted: 20.2,
  error: 'absolute',
  split: 'none',
  source: 'nobody',
}

const validation: Validation = {
  comparisons: [one],
  bounds: [{ family: 'optics/made up', split: 'all', statistic: 'worst', max: 0.05, because: 'b' }],
  left: [],
}

vi.mock('./validations.ts', () => ({
  validatedRooms: ['optics'],
  gatherValidations: async () => [validation],
}))

it('a model that breaks its bound ends the command with 1, in words and as JSON', async () => {
  const { code, out } = await runWith(['validate'])
  expect(code).toBe(1)
  expect(out).toMatch(/^optics\/made up +worst, all cases +1 +0\.050 dB +0\.200 dB +NO$/m)
  expect(out).toContain('1 of 1 bounds are broken')
  const json = await runWith(['validate', '--json'])
  expect(json.code).toBe(1)
  expect(JSON.parse(json.out).bounds[0].holds).toBe(false)
})
