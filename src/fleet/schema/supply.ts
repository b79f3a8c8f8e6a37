import { z } from 'zod'
import { cite } from '../../diagnostics/index.ts'
import { parseDailyHours } from '../../units/index.ts'
import type { EnvelopeWindow, Supply } from '../fleet.ts'
import { list } from './list.ts'
import { quantity } from './quantity-field.ts'
import { refuse, section } from './section.ts'
import { id, instant } from './text-field.ts'

const dated = section({
  from: instant('First instant of the limit'),
  to: instant('First instant after the limit'),
  max: quantity('facility MW', 'The most it delivers at the meter meanwhile'),
})

const daily = section({
  daily: z
    .string()
    .meta({ description: 'UTC times of day, whole or half hours', examples: ['14:00-20:00'] })
    .transform((text, context) => {
      const hours = parseDailyHours(text)
      if (hours !== undefined) return hours
      const message = `${cite(text)} is not a window of the day`
      const hint = 'write UTC whole or half hours, as in "14:00-20:30"; it may wrap past midnight'
      return refuse(context, { code: 'fleet/bad-daily-window', message, hint })
    }),
  max: quantity('facility MW', 'The most it delivers at the meter meanwhile'),
})

const windowSchema = z.union([dated, daily]).transform((window): EnvelopeWindow => {
  if ('daily' in window) return { kind: 'daily', ...window.daily, maxMw: window.max }
  return { kind: 'dated', fromMs: window.from, toMs: window.to, maxMw: window.max }
})

const energyPrice = quantity('USD/MWh', 'Price of energy; negative prices occur')

export const supplySchema = section({
  id: id('Unique within the site'),
  kind: z
    .enum([
      'grid-firm',
      'grid-nonfirm',
      'ppa',
      'nuclear',
      'hydro',
      'gas',
      'solar',
      'wind',
      'battery',
    ])
    .meta({ description: 'What kind of source it is' }),
  capacity: quantity('facility MW', 'What it may deliver at the meter when no window says less'),
  envelope: list(windowSchema, {
    max: 10_000,
    description: 'Limits over time; the lowest that covers an instant wins',
  }).prefault([]),
  energyPrice: z
    .union([energyPrice, list(energyPrice, { min: 24, max: 24 })])
    .meta({ description: 'One price, or 24 by UTC hour' }),
  carbon: quantity('kg/MWh', 'CO2-equivalent by energy at the meter'),
}).transform((supply): Supply => ({
  id: supply.id,
  kind: supply.kind,
  capacityMw: supply.capacity,
  envelope: supply.envelope,
  energyPriceUsdPerMwh: supply.energyPrice,
  carbonKgPerMwh: supply.carbon,
}))
