import { z } from 'zod'
import type { Dataset, PriceBook, Tenant } from '../fleet.ts'
import { list } from './list.ts'
import { billedPrice, quantity } from './quantity-field.ts'
import { section, withoutUndefined } from './section.ts'
import { id, instant, jurisdictionCode, line } from './text-field.ts'

export const tenantSchema = section({
  id: id('Unique among tenants'),
  name: line('For people'),
  shares: z.number().positive().max(1e6).meta({ unit: '1', description: 'Weight in fair share' }),
  quota: section({
    accelerators: z.int().min(0).max(1e9).meta({ description: 'Most accelerators at once' }),
    priorityMax: z.int().min(0).max(100).meta({ description: 'Highest priority it may ask for' }),
  }),
}).transform(({ quota, ...tenant }): Tenant => ({
  ...tenant,
  quota: { acceleratorsMax: quota.accelerators, priorityMax: quota.priorityMax },
}))

export const datasetSchema = section({
  id: id('Unique among datasets'),
  home: id('Site where it lies'),
  size: quantity('GB', 'Its size'),
  jurisdictions: list(jurisdictionCode(), {
    max: 300,
    description: 'Where it may be read and kept; empty means nowhere',
  }).prefault([]),
}).transform(({ id, home, size, jurisdictions }): Dataset => ({
  id,
  homeSiteId: home,
  sizeGb: size,
  jurisdictions,
}))

const priceRow = section({
  accelerator: id('Accelerator kind'),
  site: id('Only at this site').optional(),
  flexibility: z
    .enum(['firm', 'shift', 'pause', 'cap'])
    .optional()
    .meta({ description: 'Only for work of this class' }),
  price: billedPrice('Price of one accelerator'),
  from: instant('First instant at which it applies'),
}).transform(({ accelerator, site, flexibility, price, from }) =>
  withoutUndefined({
    accelerator,
    siteId: site,
    flexibility,
    usdPerAcceleratorH: price,
    fromMs: from,
  }),
)

export const pricesSchema = section({
  currency: z.literal('USD'),
  accelerators: list(priceRow, { max: 100_000 }),
  carbon: quantity('USD/t', 'Price of carbon that decisions reckon with').prefault('0 USD/t'),
  egress: quantity('USD/GB', 'Price of moved data').prefault('0 USD/GB'),
}).transform(({ currency, accelerators, carbon, egress }): PriceBook => ({
  currency,
  accelerators,
  carbonUsdPerTonne: carbon,
  egressUsdPerGb: egress,
}))
