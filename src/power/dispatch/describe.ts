import type { Diagnostic, Result } from '../../diagnostics/index.ts'
import type { Problem } from '../../milp/index.ts'
import { checkModel } from './check-model.ts'
import { openDraft, type Draft, type Weights } from './draft.ts'
import { addGenerator, type FlowPlace } from './generators.ts'
import { addLimits } from './limits.ts'
import { addLine, addVoltageLaw } from './lines.ts'
import { addLink, type LinkPlace } from './links.ts'
import { at } from './model-parts.ts'
import type { EnergyModel } from './model.ts'
import { addStorageUnit, type StorageUnitPlace } from './storage-units.ts'
import { addStore, type StorePlace } from './stores.ts'

/**
 * Least-cost dispatch and expansion as a linear (with commitment: mixed-integer) problem.
 *
 *   minimise  sum w x cost x power + sum capital x (capacity - existing)
 *   balance of each bus and step: what is given to it = its load
 *
 * The dual of a balance over the step's weight is the price of a MWh there. Columns and rows are numbered by families, one per
 * part, so that a solution is read without names.
 */
export interface DescribedDispatch {
  readonly model: EnergyModel
  readonly problem: Problem
  readonly places: Places
  readonly weights: Weights
}

/** Where each part of the model, in its order, stands in the problem. */
export interface Places {
  readonly generators: readonly FlowPlace[]
  readonly storageUnits: readonly StorageUnitPlace[]
  readonly stores: readonly StorePlace[]
  readonly links: readonly LinkPlace[]
  readonly lines: readonly FlowPlace[]
  /** First row of each bus's balances. */
  readonly balances: readonly number[]
  readonly limits: readonly number[]
}

/** The problem of a model; every fault of the model at once where it has some. */
export function describeDispatch(model: EnergyModel): Result<DescribedDispatch> {
  const found = checkModel(model)
  const notes = found.filter(({ severity }) => severity !== 'error')
  if (notes.length < found.length) return { ok: false, diagnostics: found }
  const draft = openDraft(model)
  const places = addParts(draft)
  const built = draft.builder.build()
  if (built.status === 'built') {
    const { problem } = built
    return { ok: true, value: { model, problem, places, weights: draft.weights }, notes }
  }
  const diagnostics = built.faults.map(({ where, message }): Diagnostic => ({
    code: 'energy/out-of-range',
    severity: 'error',
    pointer: '',
    message: `figures of the model do not fit together at ${where}: ${message}`,
  }))
  return { ok: false, diagnostics }
}

function addParts(draft: Draft): Places {
  const { model } = draft
  const generators = (model.generators ?? []).map((part) => addGenerator(draft, part))
  const storageUnits = (model.storageUnits ?? []).map((part) => addStorageUnit(draft, part))
  const stores = (model.stores ?? []).map((part) => addStore(draft, part))
  const links = (model.links ?? []).map((part) => addLink(draft, part))
  const lines = (model.lines ?? []).map((part) => addLine(draft, part))
  addVoltageLaw(draft, lines)
  const balances = addBalances(draft)
  const limits = addLimits(draft, { generators, storageUnits, stores })
  return { generators, storageUnits, stores, links, lines, balances, limits }
}

function addBalances({ builder, model, steps, terms }: Draft): readonly number[] {
  const loads = new Map(model.buses.map(({ id }) => [id, new Float64Array(steps)]))
  for (const { bus, loadMw } of model.loads ?? []) {
    const sum = loads.get(bus)
    for (let step = 0; sum !== undefined && step < steps; step++)
      sum[step] = (sum[step] ?? 0) + at(loadMw, step)
  }
  return model.buses.map(({ id }) => {
    const given = terms.get(id) ?? []
    const load = loads.get(id) ?? 0
    return builder.addRows(steps, {
      name: (step) => `power/balance[${id},h=${step}]`,
      lower: load,
      upper: load,
      entries: (step, entry) => {
        for (const { column, factor, sign } of given) entry(column + step, sign * at(factor, step))
      },
    })
  })
}
