import type { CheckContext } from './check-parts.ts'

export function checkLimits({ model, findings }: CheckContext): void {
  const periods = model.snapshots.periods?.length ?? 1
  const carriers = new Set(
    [...(model.generators ?? []), ...(model.storageUnits ?? []), ...(model.stores ?? [])].map(
      ({ carrier }) => carrier,
    ),
  )
  model.limits?.forEach((limit, index) => {
    const pointer = `/limits/${index}`
    if (limit.kind === 'co2') findings.number(limit.tonnes, `${pointer}/tonnes`)
    else {
      findings.number(limit.mwh, `${pointer}/mwh`)
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
