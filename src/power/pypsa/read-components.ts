import type { Capacity, Capital, Carrier, Commitment } from '../dispatch/model-parts.ts'
import type { Bus, Generator, Line, Link, Load } from '../dispatch/model.ts'
import type { Component } from './columns.ts'
import { isBlank, type Cell, type Folder } from './folder.ts'
import type { Row } from './sheet.ts'

export interface Reading {
  readonly folder: Folder
  /** Of what PyPSA's capital costs are the cost. */
  readonly capitalPer: Capital['per']
}

/** Finds the cells of a row. */
export const cellsOf =
  (component: Component, row: Row) =>
  (column: string): Cell => ({ component, row, column })

const carrierOf = (row: Row): { readonly carrier?: string } =>
  isBlank(row.cell('carrier')) ? {} : { carrier: row.cell('carrier') }

/** Nominal capacity, from `p_nom`, `s_nom` or `e_nom` and their companions. */
export function readCapacity(
  { folder, capitalPer }: Reading,
  at: (column: string) => Cell,
  nominal: 'p_nom' | 's_nom' | 'e_nom',
): Capacity {
  const amount = folder.number(at(nominal), 0)
  if (!folder.flag(at(`${nominal}_extendable`), false)) return { kind: 'fixed', amount }
  return {
    kind: 'extendable',
    existing: amount,
    min: folder.number(at(`${nominal}_min`), 0),
    max: folder.number(at(`${nominal}_max`), Infinity),
    capital: { usdPerUnit: folder.number(at('capital_cost'), 0), per: capitalPer },
  }
}

export const readBuses = ({ folder }: Reading): readonly Bus[] =>
  folder.rows('buses').map((row) => ({
    id: row.id,
    nominalKv: folder.number(cellsOf('buses', row)('v_nom'), 1),
    current: row.cell('carrier') === 'DC' ? 'DC' : 'AC',
  }))

/** The factor comes from the attribute that the network's limits on primary energy name. */
export const readCarriers = ({ folder }: Reading): readonly Carrier[] =>
  folder.rows('carriers').map((row) => ({
    id: row.id,
    co2TPerMwh: folder.number(cellsOf('carriers', row)('co2_emissions'), 0),
  }))

export const readLoads = ({ folder }: Reading): readonly Load[] =>
  folder.rows('loads').map((row) => ({
    id: row.id,
    bus: row.cell('bus'),
    loadMw: folder.perStep(cellsOf('loads', row)('p_set'), 0),
  }))

export function readGenerators(reading: Reading): readonly Generator[] {
  const { folder } = reading
  return folder.rows('generators').map((row) => {
    const at = cellsOf('generators', row)
    const sign = folder.number(at('sign'), 1)
    if (Math.abs(sign) !== 1)
      folder.add(
        'energy/csv-unsupported',
        `/generators.csv/${row.index}/sign`,
        `${row.id} has sign = ${sign}; 1 and -1 are supported`,
      )
    return {
      id: row.id,
      bus: row.cell('bus'),
      ...carrierOf(row),
      ...readFlow(reading, at),
      efficiency: folder.perStep(at('efficiency'), 1),
      isDemand: sign === -1,
    }
  })
}

function readFlow(reading: Reading, at: (column: string) => Cell) {
  const { folder } = reading
  const commitment = readCommitment(folder, at)
  return {
    capacityMw: readCapacity(reading, at, 'p_nom'),
    minShare: folder.perStep(at('p_min_pu'), 0),
    maxShare: folder.perStep(at('p_max_pu'), 1),
    costUsdPerMwh: folder.perStep(at('marginal_cost'), 0),
    ...(commitment === undefined ? {} : { commitment }),
  }
}

function readCommitment(folder: Folder, at: (column: string) => Cell): Commitment | undefined {
  if (!folder.flag(at('committable'), false)) return undefined
  const upBefore = folder.number(at('up_time_before'), 1)
  const downBefore = folder.number(at('down_time_before'), 0)
  if (upBefore > 0 && downBefore > 0) {
    const { component, row } = at('down_time_before')
    const message = `${row.id} was both on and off before the first step: it is taken as off`
    folder.note('energy/csv-unsupported', `/${component}.csv/${row.index}`, message)
  }
  // PyPSA holds a unit to its least down time only where a time before is given.
  const offBefore = downBefore > 0 ? { steps: downBefore } : {}
  const before: Commitment['before'] =
    upBefore > 0 && downBefore === 0
      ? { state: 'on', steps: upBefore }
      : { state: 'off', ...offBefore }
  return {
    startUsd: folder.number(at('start_up_cost'), 0),
    stopUsd: folder.number(at('shut_down_cost'), 0),
    standByUsdPerH: folder.number(at('stand_by_cost'), 0),
    minUpSteps: folder.number(at('min_up_time'), 0),
    minDownSteps: folder.number(at('min_down_time'), 0),
    before,
  }
}

export function readLinks(reading: Reading): readonly Link[] {
  const { folder } = reading
  return folder.rows('links').map((row) => {
    const at = cellsOf('links', row)
    const alsoTo = (['2', '3'] as const).flatMap((port) =>
      isBlank(row.cell(`bus${port}`))
        ? []
        : [{ bus: row.cell(`bus${port}`), efficiency: folder.perStep(at(`efficiency${port}`), 1) }],
    )
    return {
      id: row.id,
      from: row.cell('bus0'),
      to: row.cell('bus1'),
      ...carrierOf(row),
      ...readFlow(reading, at),
      efficiency: folder.perStep(at('efficiency'), 1),
      ...(alsoTo.length === 0 ? {} : { alsoTo }),
    }
  })
}

export function readLines(reading: Reading): readonly Line[] {
  const { folder } = reading
  return folder.rows('lines').map((row) => {
    const at = cellsOf('lines', row)
    return {
      id: row.id,
      from: row.cell('bus0'),
      to: row.cell('bus1'),
      reactanceOhm: folder.number(at('x'), 0),
      resistanceOhm: folder.number(at('r'), 0),
      capacityMw: readCapacity(reading, at, 's_nom'),
      maxShare: folder.perStep(at('s_max_pu'), 1),
    }
  })
}
