import { expect, it } from 'vitest'
import { staleFiles, validationFiles, writeFiles } from '../../scripts/validation-page.ts'
import { checkBounds } from '../report/index.ts'
import { runWith } from './fake-terminal.ts'
import { gatherValidations, validatedRooms } from './validations.ts'

const minuteMs = 60_000

it(
  'no model breaks a bound that it states, and docs/validation.md says what the models say',
  { timeout: 3 * minuteMs },
  async () => {
    const validations = await gatherValidations()
    const broken = checkBounds(validations).filter(({ holds }) => !holds)
    expect(broken.map(({ bound, reached }) => `${bound.family}: ${reached} of ${bound.max}`)).toEqual([]) // prettier-ignore
    const comparisons = validations.flatMap((one) => one.comparisons)
    expect(new Set(comparisons.map(({ family }) => family.split('/')[0]))).toEqual(new Set(validatedRooms)) // prettier-ignore
    const keys = comparisons.map(({ family, id, quantity }) => `${family} ${id} ${quantity}`)
    expect(keys.length, 'each case has a name of its own').toBe(new Set(keys).size)
    for (const { source } of comparisons) expect(source).not.toBe('')
    const files = await validationFiles(validations)
    const stale = staleFiles(files)
    if (stale.length > 0) writeFiles(files)
    expect(stale, 'rewritten: look at it and commit it').toEqual([])
  },
)

it('one room is shown with each case, and ends with 0 while its bounds hold', async () => {
  const { code, out } = await runWith(['validate', '--only', 'optics'])
  expect(code).toBe(0)
  expect(out).toMatch(/^CASE +QUANTITY +PUBLISHED +MODEL +ERROR/m)
  expect(out).toMatch(/^optics\/gnpy +nothing fitted/m)
  expect(out).toMatch(/bounds hold$/m)
})

it('the JSON has families, bounds, every case and what was left out', async () => {
  const { out } = await runWith(['validate', '--only', 'optics', '--json'])
  const json = JSON.parse(out)
  expect(Object.keys(json)).toEqual(['aims', 'families', 'bounds', 'cases', 'left'])
  expect(json.cases.length).toBeGreaterThan(20)
  expect(out).not.toMatch(/: null/)
})

it('a room that there is not, and a folder that there is not, are refused with a hint', async () => {
  const room = await runWith(['validate', '--only', 'plumbing'])
  expect(room.code).toBe(1)
  expect(room.err).toContain('training, serving, optics, power')
  const folder = await runWith([
    'validate',
    '--only',
    'power',
    '--pypsa-examples',
    '/no/such/folder',
  ])
  expect(folder.code).toBe(2)
  expect(folder.err).toContain('examples/networks')
})
