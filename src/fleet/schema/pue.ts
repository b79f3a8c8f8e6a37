import { z } from 'zod'
import type { Pue } from '../fleet.ts'
import { list } from './list.ts'
import { quantity } from './quantity-field.ts'
import { section } from './section.ts'

const ratio = z
  .number()
  .min(1)
  .max(5)
  .meta({ unit: '1', description: 'Power at the meter over IT power, 1 or more' })

const byHour = section({
  byHourUtc: list(ratio, { min: 24, max: 24, description: 'PUE of each UTC hour of a design day' }),
})

const byTemperature = section({
  points: list(section({ temperature: quantity('degC', 'Outside temperature'), pue: ratio }), {
    min: 1,
    max: 200,
    description: 'Ascending; linear between points, flat outside them',
  }),
  temperatureByHourUtc: list(quantity('degC', 'Outside temperature'), {
    min: 24,
    max: 24,
    description: 'Temperature of each UTC hour of a design day',
  }),
})

export const pueSchema = z
  .union([ratio, byHour, byTemperature])
  .meta({ description: 'Power usage effectiveness: one value, by hour, or by temperature' })
  .transform((pue): Pue => {
    if (typeof pue === 'number') return { kind: 'constant', value: pue }
    if ('byHourUtc' in pue) return { kind: 'by-hour-utc', values: pue.byHourUtc }
    return {
      kind: 'by-temperature',
      points: pue.points.map((point) => ({ temperatureC: point.temperature, value: point.pue })),
      temperatureByHourUtcC: pue.temperatureByHourUtc,
    }
  })
