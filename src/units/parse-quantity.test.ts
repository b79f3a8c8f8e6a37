import { expect, it } from 'vitest'
import { missingUnit, parseQuantity } from './parse-quantity.ts'
import type { Unit } from './dimension.ts'

const good: readonly [string, Unit, number][] = [
  ['300 MW', 'IT MW', 300],
  ['300 MW IT', 'IT MW', 300],
  ['300 IT MW', 'IT MW', 300],
  ['260 MW facility', 'facility MW', 260],
  ['260 MW at the meter', 'facility MW', 260],
  ['1.2 GW', 'facility MW', 1200],
  ['10.2 kW', 'node kW', 10.2],
  ['10.2 kW', 'IT MW', 0.0102],
  ['0.132 MW', 'node kW', 132],
  ['700 W', 'chip W', 700],
  ['400 MVA', 'MVA', 400],
  ['1.6 Tb/s', 'Gb/s', 1600],
  ['62 USD/MWh', 'USD/MWh', 62],
  ['-12.5 USD/MWh', 'USD/MWh', -12.5],
  ['1.4 L/kWh', 'L/kWh', 1.4],
  ['500 m3/day', 'm3/day', 500],
  ['10 MW/min', 'MW/min', 10],
  ['400 kg/MWh', 'kg/MWh', 400],
  ['400 g/kWh', 'kg/MWh', 400],
  ['8 h', 'h', 8],
  ['30 d', 'h', 720],
  ['90 s', 'h', 0.025],
  ['5 min', 's', 300],
  ['90 s', 's', 90],
  ['2 weeks', 'h', 336],
  ['200 GB', 'GB', 200],
  ['1.5 TB', 'GB', 1500],
  ['12 ms', 'ms', 12],
  ['2.95 USD/h', 'USD/h', 2.95],
  ['0.10 USD/Gb/s/h', 'USD/(Gb/s h)', 0.1],
  ['0.10 USD/(Gb/s h)', 'USD/(Gb/s h)', 0.1],
  ['1580 km', 'km', 1580],
  ['-12 C', 'degC', -12],
  ['120000 USD', 'USD', 120000],
  ['80 USD/t', 'USD/t', 80],
  ['0.02 USD/GB', 'USD/GB', 0.02],
  ['  3e2 MW ', 'IT MW', 300],
  ['-0 MW', 'IT MW', 0],
]

it.each(good)('%s as %s is %d', (text, unit, value) => {
  expect(parseQuantity(text, unit)).toEqual({ ok: true, value })
})

const bad: readonly [string, Unit, string][] = [
  ['20 MW facility', 'IT MW', 'units/wrong-power-level'],
  ['20 MW IT', 'facility MW', 'units/wrong-power-level'],
  ['20 MW', 'MVA', 'units/wrong-power-level'],
  ['20 MVA', 'facility MW', 'units/wrong-power-level'],
  ['20 MVA', 'IT MW', 'units/wrong-power-level'],
  ['10 kW node', 'IT MW', 'units/wrong-power-level'],
  ['300 MWh', 'IT MW', 'units/wrong-unit'],
  ['8 h', 'Gb/s', 'units/wrong-unit'],
  ['62 EUR/MWh', 'USD/MWh', 'units/unknown-unit'],
  ['300 mw', 'IT MW', 'units/unknown-unit'],
  ['200 GB/s', 'Gb/s', 'units/bits-or-bytes'],
  ['200 Gb', 'GB', 'units/bits-or-bytes'],
  ['300', 'IT MW', 'units/missing-unit'],
  ['-5 MW', 'IT MW', 'units/negative'],
  ['1e400 MW', 'IT MW', 'units/beyond-belief'],
  ['1e-300 MW', 'IT MW', 'units/beyond-belief'],
  ['300000 GW', 'IT MW', 'units/beyond-belief'],
  ['NaN MW', 'IT MW', 'units/not-a-quantity'],
  ['Infinity MW', 'IT MW', 'units/not-a-quantity'],
  ['1,600 Gb/s', 'Gb/s', 'units/not-a-quantity'],
  ['5-10 MW', 'IT MW', 'units/not-a-quantity'],
  ['0x10 MW', 'IT MW', 'units/unknown-unit'],
  ['', 'IT MW', 'units/not-a-quantity'],
  ['MW', 'IT MW', 'units/not-a-quantity'],
  ['constructor', 'IT MW', 'units/not-a-quantity'],
  ['1 constructor', 'IT MW', 'units/unknown-unit'],
  [`1${'0'.repeat(100)} MW`, 'IT MW', 'units/not-a-quantity'],
]

it.each(bad)('%s as %s is refused with %s', (text, unit, code) => {
  expect(parseQuantity(text, unit)).toMatchObject({ ok: false, code })
})

it('a figure of another power level is refused by name', () => {
  expect(parseQuantity('20 MW facility', 'IT MW')).toMatchObject({
    message: '"20 MW facility" is power at the meter; this is IT power',
  })
})

it('a bare number is told with which unit to write it', () => {
  expect(missingUnit('300', 'IT MW')).toMatchObject({ hint: 'write "300 MW"' })
})
