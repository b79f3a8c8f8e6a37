import { expect, it } from 'vitest'
import { validateHeadroom } from './headroom-areas.ts'

const folders = [
  ['release_2020_Oct/balancing_authorities', 2016, 2019],
  ['release_2025_Jan_include_subregions/subregions_and_balancing_authorities', 2020, 2024],
] as const

/** A flat demand but for one hour a day in the first half of January and of July, which lies higher. */
function demandCsv(fromYear: number, toYear: number, scale: number): string {
  const rows = ['date_time,raw demand (MW),category,cleaned demand (MW)']
  const endMs = Date.UTC(toYear + 1, 0, 1)
  for (let ms = Date.UTC(fromYear, 0, 1); ms < endMs; ms += 3_600_000) {
    const at = new Date(ms)
    const isPeak = at.getUTCMonth() % 6 === 0 && at.getUTCDate() <= 15 && at.getUTCHours() === 18
    const mw = scale * (isPeak ? 1500 : 1000)
    rows.push(`${at.toISOString().slice(0, 19).replace('T', ' ')},0,OKAY,${mw}`)
  }
  return rows.join('\n')
}

it('reads nine years of an area, adds up its parts, and leaves out with a reason what is not there', () => {
  const files = new Map(
    folders.flatMap(([folder, from, to], i): [string, string][] =>
      i === 0
        ? [[`${folder}/PGE.csv`, demandCsv(from, to, 1)]]
        : [
            [`${folder}/PGE-a.csv`, demandCsv(from, to, 0.4)],
            [`${folder}/PGE-b.csv`, demandCsv(from, to, 0.6)],
          ],
    ),
  )
  const { comparisons, left, bounds } = validateHeadroom(files)
  // 30 peaks take all of L and 8,730 hours what passes their gap of 500 MW: 30 L + 8,730 (L - 500) = 43.8 L.
  expect(comparisons.map(({ id }) => id)).toEqual(['PGE, 0.5 %'])
  expect(comparisons[0]?.predicted).toBeCloseTo((8730 * 0.5) / (8760 - 43.8), 9)
  expect(left.map(({ id }) => id)).toHaveLength(21)
  expect(bounds.map(({ family }) => family)).toEqual(['power/headroom by area'])
  expect(validateHeadroom(new Map()).comparisons).toEqual([])
})
