import type { CheckContext } from './check-parts.ts'
import { amountOfLimit } from './model.ts'

const fieldOf = { co2: 'tonnes', energy: 'mwh', hours: 'hours', starts: 'starts' } as const

export function checkLimits({ model, findings }: CheckContext): void {
  const periods = model.snapshots.periods?.length ?? 1
  const carriers = new Set(
    [...(model.generators ?? []), ...(model.storageUnits ?? []), ...(model.stores ?? [])].map(
      ({ carrier }) => carrier,
    ),
  )
  model.limits?.forEach((limit, index) => {
    const pointer = `/limits/${index}`
    findings.number(amountOfLimit(limit), `${pointer}/${fieldOf[limit.kind]}`)
    if (limit.kind === 'hours' || limit.kind === 'starts') {
      const message = `limit ${limit.id} is on ${JSON.stringify(limit.generator)}, which is no generator with a commitment`
      const isSwitched = model.generators?.some(
        ({ id, commitment }) => id === limit.generator && commitment !== undefined,
      )
      if (isSwitched !== true)
        findings.add({ code: 'energy/unknown-generator', pointer: `${pointer}/generator`, message })
    }
    if (limit.kind === 'energy') {
      const message = `limit ${limit.id} is on the carrier ${JSON.stringify(limit.carrier)}, which nothing has`
      if (!carriers.has(limit.carrier))
        findings.add({ code: 'energy/unknown-carrier', pointer: `${pointer}/carrier`, message })
    }
    const { period } = limit
    if (period === undefined || (Number.isSafeInteger(period) && period >= 0 && period < periods))
      return
    const message = `limit ${limit.id} is on period ${period}; the model has ${periods}, counted from 0`
    findings.add({ code: 'energy/out-of-range', pointer: `${pointer}/period`, message })
  })
}
