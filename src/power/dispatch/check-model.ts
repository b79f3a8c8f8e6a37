import type { Diagnostic } from '../../diagnostics/index.ts'
import { checkLimits } from './check-limits.ts'
import { checkParts, type CheckContext } from './check-parts.ts'
import { checkStorage } from './check-storage.ts'
import { createFindings } from './findings.ts'
import type { EnergyModel } from './model.ts'
import type { Period } from './model-parts.ts'

/** Ten years of quarter hours: a model with more steps is a slip of a unit, and would not fit in memory. */
const stepsMax = 350_400

/** A few milliseconds: prices are duals over weights, and lose their figures where a weight is next to nothing. */
const weightMin = 1e-6

export const isStepCount = (count: number): boolean =>
  Number.isSafeInteger(count) && count >= 1 && count <= stepsMax

/** Everything that is wrong with a model, before a problem is made of it. */
export function checkModel(model: EnergyModel): readonly Diagnostic[] {
  const { count } = model.snapshots
  const findings = createFindings(count)
  if (!isStepCount(count)) {
    const message = `a model has ${count} steps; it must have 1 to ${stepsMax}`
    findings.add({ code: 'energy/out-of-range', pointer: '/snapshots/count', message })
    return findings.list
  }
  checkSnapshots(model, findings)
  const buses = new Set(model.buses.map(({ id }) => id))
  const context: CheckContext = { model, findings, buses }
  model.buses.forEach(({ nominalKv }, index) =>
    findings.number(nominalKv, `/buses/${index}/nominalKv`, { min: 0, isAboveMin: true }),
  )
  model.carriers?.forEach(({ co2TPerMwh }, index) =>
    findings.number(co2TPerMwh, `/carriers/${index}/co2TPerMwh`),
  )
  checkIds(context)
  checkParts(context)
  checkStorage(context)
  checkLimits(context)
  return findings.list
}

function checkSnapshots({ snapshots }: EnergyModel, findings: CheckContext['findings']): void {
  const weights = ['weightH', 'objectiveWeightH', 'storageWeightH', 'limitWeightH'] as const
  for (const name of weights)
    findings.series(snapshots[name], `/snapshots/${name}`, { min: weightMin })
  const { periods } = snapshots
  if (periods === undefined) return
  const steps = periods.reduce((sum, period) => sum + period.steps, 0)
  if (steps !== snapshots.count || periods.some(hasNoSteps))
    findings.add({
      code: 'energy/series-length',
      pointer: '/snapshots/periods',
      message: `the investment periods have ${steps} steps together, the model has ${snapshots.count}`,
    })
  periods.forEach(({ objectiveWeight, years }, index) => {
    const pointer = `/snapshots/periods/${index}`
    findings.number(objectiveWeight, `${pointer}/objectiveWeight`, { min: weightMin })
    findings.number(years, `${pointer}/years`, { min: weightMin })
  })
}

const hasNoSteps = ({ steps }: Period): boolean => !Number.isSafeInteger(steps) || steps < 1

/** An id names one thing of its kind: rows and results are found by it. */
function checkIds({ model, findings }: CheckContext): void {
  const kinds = [
    'buses',
    'carriers',
    'generators',
    'loads',
    'storageUnits',
    'stores',
    'links',
    'lines',
    'limits',
  ] as const
  for (const kind of kinds) {
    const seen = new Set<string>()
    model[kind]?.forEach(({ id }, index) => {
      const pointer = `/${kind}/${index}/id`
      const message = `two of the ${kind} have the id ${JSON.stringify(id)}`
      if (seen.has(id)) findings.add({ code: 'energy/duplicate-id', pointer, message })
      seen.add(id)
    })
  }
}
