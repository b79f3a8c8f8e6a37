import { describe, expect, it } from 'vitest'
import * as catalog from './index.ts'
import type { Figure } from './index.ts'

const { catalogEntry, catalogIds, catalogTable, catalogTables } = catalog
const today = '2026-11-22'
const date = /^\d{4}(-\d{2}(-\d{2})?)?$/

const figures = catalogTables.flatMap(({ rows }) =>
  rows.flatMap((row) =>
    Object.entries(row.figures).map(([name, figure]) => ({ at: `${row.id} ${name}`, figure })),
  ),
)

/** What is wrong with the marks of a figure; a list, so that one test names all. */
const faults = (figure: Figure): string[] => [
  ...(Number.isFinite(figure.value) ? [] : ['value']),
  ...(figure.unit.trim() === '' ? ['unit'] : []),
  ...(figure.source.length > 15 ? [] : ['source']),
  ...(date.test(figure.asOf) && figure.asOf <= today ? [] : ['asOf']),
  ...(['high', 'medium', 'low'].includes(figure.confidence) ? [] : ['confidence']),
  ...(figure.provenance === 'assumed' && figure.confidence !== 'low' ? ['assumed but sure'] : []),
  ...((figure.choice === undefined) === (figure.alternatives === undefined) ? [] : ['choice']),
  ...(figure.alternatives ?? []).flatMap((other) => [
    ...(other.unit === figure.unit ? [] : ['unit of an alternative']),
    ...(other.value === figure.value ? ['alternative without difference'] : []),
    ...faults(other),
  ]),
]

describe('the catalogue', () => {
  it('marks every figure with unit, source, date and confidence', () => {
    expect(figures.length).toBeGreaterThan(1400)
    const wrong = figures.flatMap(({ at, figure }) =>
      faults(figure).map((fault) => `${at}: ${fault}`),
    )
    expect(wrong).toEqual([])
  })

  it('says where the words of a row come from, unless each of its figures does', () => {
    const wrong = catalogTables.flatMap(({ rows }) =>
      rows.filter(
        ({ origin, figures: own }) =>
          (origin === undefined && Object.keys(own).length === 0) ||
          (origin !== undefined && (origin.source.length <= 15 || !date.test(origin.asOf))),
      ),
    )
    expect(wrong.map(({ id }) => id)).toEqual([])
  })

  it('has an id for each row that no other table uses', () => {
    const twice = catalogIds.filter((id, index) => catalogIds.indexOf(id) !== index)
    expect(twice).toEqual([])
    for (const table of catalogTables) {
      expect(catalogTable(table.name)).toBe(table)
      for (const row of table.rows) expect(catalogEntry(row.id)).toEqual({ table: table.name, row })
    }
    expect(catalogTable('constructor')).toBeUndefined()
    expect(catalogEntry('__proto__')).toBeUndefined()
  })

  it('gives one unit to a column, but for facts about money and light', () => {
    const mixed = catalogTables
      .filter(({ name }) => !['economics', 'light'].includes(name))
      .flatMap(({ name, columns, rows }) =>
        columns
          .filter(
            (column) => new Set(rows.flatMap((row) => row.figures[column]?.unit ?? [])).size > 1,
          )
          .map((column) => `${name} ${column}`),
      )
    expect(mixed).toEqual([])
  })

  it('attributes what is under a licence that asks for it', () => {
    const epoch = catalog.campuses.filter(({ origin }) => origin.source.includes('Epoch AI'))
    expect(epoch.length).toBeGreaterThan(50)
    for (const { origin } of epoch) expect(origin.licence).toBe('CC BY 4.0')
    expect(catalogTable('campuses')?.notice).toContain('CC BY 4.0')
    expect(catalogTable('legal-rules')?.notice).toContain('not legal advice')
  })
})

describe('optics', () => {
  it('delay is the group index over the speed of light, and nothing outruns light', () => {
    for (const { groupIndex, delayUsPerKm } of catalog.fibreTypes) {
      expect(groupIndex.value).toBeGreaterThan(1)
      expect(delayUsPerKm.value).toBeCloseTo(groupIndex.value / 0.299792458, 10)
    }
    const delay = (id: string) =>
      catalog.fibreTypes.find((one) => one.id === id)!.delayUsPerKm.value
    expect(delay('smf-g652d') / delay('hollow-core')).toBeCloseTo(1.466, 3)
  })

  it('a wave fits its slot, and carries less than Shannon allows at the signal it needs', () => {
    for (const { id, lineGbps, symbolRateGbaud, spacingGhz, requiredOsnrDb } of catalog.lineModes) {
      expect(spacingGhz.value, id).toBeGreaterThan(symbolRateGbaud.value)
      const snr = (10 ** (requiredOsnrDb.value / 10) * 12.5) / symbolRateGbaud.value
      expect(lineGbps.value, id).toBeLessThan(2 * symbolRateGbaud.value * Math.log2(1 + snr))
    }
  })

  it('the transmitter is cleaner than the mode needs', () => {
    for (const { id, requiredOsnrDb, txOsnrDb } of catalog.lineModes)
      expect(txOsnrDb.value, id).toBeGreaterThan(requiredOsnrDb.value)
  })

  it('an amplifier has a range of gain and is quietest at the top of it', () => {
    for (const one of catalog.amplifiers) {
      expect(one.gainFlatMaxDb.value).toBeGreaterThan(one.gainMinDb.value)
      expect(one.noiseFigureMaxDb.value).toBeGreaterThanOrEqual(one.noiseFigureMinDb.value)
      expect(one.noiseFigureMinDb.value).toBeGreaterThan(3)
    }
  })
})

describe('power', () => {
  it('nine of ten come later than the median', () => {
    for (const { leadTimeMonthsP50, leadTimeMonthsP90 } of catalog.supplyTechnologies)
      expect(leadTimeMonthsP90.value).toBeGreaterThan(leadTimeMonthsP50.value)
  })

  it('shares of the year lie between none and all of it', () => {
    for (const { capacityFactor } of catalog.supplyTechnologies)
      if (capacityFactor !== undefined)
        expect(Math.abs(capacityFactor.value - 0.5)).toBeLessThan(0.5)
  })

  it('a whole life emits more than the chimney', () => {
    for (const { directGPerKwh, lifecycleGPerKwh } of catalog.grids)
      if (directGPerKwh !== undefined)
        expect(lifecycleGPerKwh!.value).toBeGreaterThan(directGPerKwh.value)
  })
})

describe('metros', () => {
  it('are more than 60, each with coordinates on Earth and a time zone that is one', () => {
    expect(catalog.metros.length).toBeGreaterThan(60)
    for (const { latitudeDeg, longitudeDeg, timeZone } of catalog.metros) {
      expect(Math.abs(latitudeDeg.value)).toBeLessThan(90)
      expect(Math.abs(longitudeDeg.value)).toBeLessThan(180)
      expect(Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone).not.toBe('UTC')
    }
  })

  it('weigh their people of working age who use AI', () => {
    for (const { population, workingAgeShare, aiUserShare, demandWeight } of catalog.metros) {
      const users = population.value * workingAgeShare.value * aiUserShare.value
      expect(demandWeight.value).toBeCloseTo(users, 3)
    }
  })

  it('leave out no row for want of its country', () => {
    const countries = new Set(catalog.metroCountries.map(({ code }) => code))
    expect(countries.size).toBe(catalog.metroCountries.length)
    expect(new Set(catalog.metros.map(({ country }) => country))).toEqual(countries)
    expect(catalog.metros).toHaveLength(101)
  })

  it('the sun of a time zone stands over its place, give or take', () => {
    for (const { id, longitudeDeg, timeZone } of catalog.metros) {
      const text = Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).format(
        new Date('2026-01-15T12:00:00Z'),
      )
      const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(text) ?? []
      const offset = (sign === '-' ? -1 : 1) * (Number(hours) + Number(minutes) / 60)
      expect(Math.abs(offset - longitudeDeg.value / 15), id).toBeLessThan(2)
    }
  })
})

describe('campuses', () => {
  it('are the sixty of the source, and draw at the meter more than their IT', () => {
    expect(catalog.campuses).toHaveLength(60)
    for (const { id, itMw, facilityMw } of catalog.campuses) {
      if (itMw === undefined || facilityMw === undefined || itMw.value === 0) continue
      expect(facilityMw.value / itMw.value, id).toBeGreaterThan(1.05)
      expect(facilityMw.value / itMw.value, id).toBeLessThan(1.5)
    }
  })
})

describe('law', () => {
  it('nothing that is proposed, a draft or rescinded is called in force', () => {
    for (const { status, validFrom, rule } of catalog.legalRules) {
      expect(rule).not.toBe('')
      if (validFrom !== undefined) expect(validFrom).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      if (status === 'in-force' && validFrom !== undefined) expect(validFrom <= today).toBe(true)
      if (status === 'announced') expect(validFrom! > today).toBe(true)
    }
  })

  it('adequacy goes one way and never to a member', () => {
    for (const { from, to } of catalog.adequacy) {
      expect(from).toBe('EU')
      expect(catalog.jurisdictionContains('EEA', to)).toBe(false)
    }
  })
})
