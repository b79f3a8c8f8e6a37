import type { PerStep } from '../dispatch/model-parts.ts'
import type { StorageUnit, Store } from '../dispatch/model.ts'
import type { Cell, Folder } from './folder.ts'
import { cellsOf, readCapacity, type Reading } from './read-components.ts'

type At = (column: string) => Cell

export function readStorageUnits(reading: Reading): readonly StorageUnit[] {
  const { folder } = reading
  return folder.rows('storage_units').map((row) => {
    const at = cellsOf('storage_units', row)
    const heldMwh = folder.gaps(at('state_of_charge_set'))
    return {
      id: row.id,
      bus: row.cell('bus'),
      carrier: row.cell('carrier'),
      capacityMw: readCapacity(reading, at, 'p_nom'),
      maxH: folder.number(at('max_hours'), 1),
      chargeEfficiency: folder.number(at('efficiency_store'), 1),
      dischargeEfficiency: folder.number(at('efficiency_dispatch'), 1),
      chargeMaxShare: negative(folder.perStep(at('p_min_pu'), -1)),
      dischargeMaxShare: folder.perStep(at('p_max_pu'), 1),
      costUsdPerMwh: folder.perStep(at('marginal_cost'), 0),
      inflowMw: folder.perStep(at('inflow'), 0),
      spillUsdPerMwh: folder.perStep(at('spill_cost'), 0),
      ...readHolding(folder, at, {
        cyclic: 'cyclic_state_of_charge',
        initial: 'state_of_charge_initial',
      }),
      ...(heldMwh === undefined ? {} : { heldMwh }),
    }
  })
}

export function readStores(reading: Reading): readonly Store[] {
  const { folder } = reading
  return folder.rows('stores').map((row) => {
    const at = cellsOf('stores', row)
    return {
      id: row.id,
      bus: row.cell('bus'),
      carrier: row.cell('carrier'),
      energyMwh: readCapacity(reading, at, 'e_nom'),
      minShare: folder.perStep(at('e_min_pu'), 0),
      maxShare: folder.perStep(at('e_max_pu'), 1),
      costUsdPerMwh: folder.perStep(at('marginal_cost'), 0),
      ...readHolding(folder, at, { cyclic: 'e_cyclic', initial: 'e_initial' }),
    }
  })
}

/**
 * A cycle per period wins over an initial energy per period, and both over the whole horizon. Without investment periods PyPSA
 * does not look at the flags per period: files of before 1.0 carry them as True for storage that is not cyclic at all.
 */
function readHolding(
  folder: Folder,
  at: At,
  names: { readonly cyclic: string; readonly initial: string },
) {
  const hasPeriods = folder.sheet('investment_periods.csv').rows.length > 0
  const isCyclicPerPeriod = folder.flag(at(`${names.cyclic}_per_period`), false) && hasPeriods
  const isInitialPerPeriod = folder.flag(at(`${names.initial}_per_period`), false) && hasPeriods
  const isPerPeriod = isCyclicPerPeriod || isInitialPerPeriod
  return {
    isCyclic: isPerPeriod ? isCyclicPerPeriod : folder.flag(at(names.cyclic), false),
    isPerPeriod,
    initialMwh: folder.number(at(names.initial), 0),
    standingLossPerH: folder.number(at('standing_loss'), 0),
    holdingUsdPerMwhH: folder.perStep(at('marginal_cost_storage'), 0),
  }
}

const negative = (series: PerStep): PerStep =>
  typeof series === 'number' ? -series : Float64Array.from(series, (value) => -value)
