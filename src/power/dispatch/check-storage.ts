import { checkCapacity, efficiencyMin, type CheckContext } from './check-parts.ts'
import type { Store, StorageUnit } from './model.ts'

const share = { min: 0, max: 1 }
const notNegative = { min: 0 }
const efficiency = { min: efficiencyMin, max: 1 }

export function checkStorage(context: CheckContext): void {
  const { model } = context
  model.storageUnits?.forEach((unit, index) => checkUnit(context, unit, `/storageUnits/${index}`))
  model.stores?.forEach((store, index) => checkStore(context, store, `/stores/${index}`))
}

function checkUnit({ model, findings, buses }: CheckContext, unit: StorageUnit, pointer: string) {
  findings.reference(unit.bus, `${pointer}/bus`, buses)
  checkCapacity(findings, unit.capacityMw, `${pointer}/capacityMw`)
  checkHolding(findings, unit, pointer)
  findings.number(unit.maxH, `${pointer}/maxH`, notNegative)
  findings.number(unit.chargeEfficiency, `${pointer}/chargeEfficiency`, efficiency)
  findings.number(unit.dischargeEfficiency, `${pointer}/dischargeEfficiency`, efficiency)
  findings.series(unit.chargeMaxShare, `${pointer}/chargeMaxShare`, notNegative)
  findings.series(unit.dischargeMaxShare, `${pointer}/dischargeMaxShare`, notNegative)
  findings.series(unit.costUsdPerMwh, `${pointer}/costUsdPerMwh`)
  findings.series(unit.inflowMw, `${pointer}/inflowMw`, notNegative)
  findings.series(unit.spillUsdPerMwh, `${pointer}/spillUsdPerMwh`)
  if (unit.maxH === 0)
    findings.add({
      code: 'energy/storage-without-energy',
      pointer: `${pointer}/maxH`,
      message: `storage ${unit.id} holds 0 h at full power: it has power and no energy`,
      hint: 'give the hours that it runs at full power, e.g. 4',
    })
  const { heldMwh } = unit
  if (heldMwh === undefined) return
  if (heldMwh.length !== model.snapshots.count) {
    const message = `a series has ${heldMwh.length} values, the model has ${model.snapshots.count} steps`
    findings.add({ code: 'energy/series-length', pointer: `${pointer}/heldMwh`, message })
  }
  heldMwh.forEach((held, step) =>
    findings.number(held ?? undefined, `${pointer}/heldMwh/${step}`, notNegative),
  )
}

function checkStore({ findings, buses }: CheckContext, store: Store, pointer: string): void {
  findings.reference(store.bus, `${pointer}/bus`, buses)
  checkCapacity(findings, store.energyMwh, `${pointer}/energyMwh`)
  checkHolding(findings, store, pointer)
  findings.series(store.minShare, `${pointer}/minShare`, share)
  findings.series(store.maxShare, `${pointer}/maxShare`, share)
  findings.series(store.costUsdPerMwh, `${pointer}/costUsdPerMwh`)
}

function checkHolding(
  findings: CheckContext['findings'],
  storage: StorageUnit | Store,
  pointer: string,
): void {
  findings.number(storage.standingLossPerH, `${pointer}/standingLossPerH`, share)
  findings.number(storage.initialMwh, `${pointer}/initialMwh`, notNegative)
  findings.series(storage.holdingUsdPerMwhH, `${pointer}/holdingUsdPerMwhH`)
}
