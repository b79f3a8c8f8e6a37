import type { Findings } from './findings.ts'
import { findLoops, impedanceOf } from './kirchhoff.ts'
import { hasLoss, runsBothWays } from './links.ts'
import { at, type Capacity, type Commitment, type PerStep } from './model-parts.ts'
import type { EnergyModel, Link } from './model.ts'

export interface CheckContext {
  readonly model: EnergyModel
  readonly findings: Findings
  readonly buses: ReadonlySet<string>
}

/** Below this a MWh would need a million of fuel: it is a slip, and its inverse drowns a solver. */
export const efficiencyMin = 1e-6
const notNegative = { min: 0 }

/** Generators, loads, links and lines. */
export function checkParts(context: CheckContext): void {
  const { model, findings, buses } = context
  model.generators?.forEach((generator, index) => {
    const pointer = `/generators/${index}`
    findings.reference(generator.bus, `${pointer}/bus`, buses)
    findings.series(generator.efficiency, `${pointer}/efficiency`, { min: efficiencyMin })
    checkFlow(context, generator, pointer)
  })
  model.loads?.forEach(({ bus, loadMw }, index) => {
    findings.reference(bus, `/loads/${index}/bus`, buses)
    findings.series(loadMw, `/loads/${index}/loadMw`)
  })
  model.links?.forEach((link, index) => checkLink(context, link, `/links/${index}`))
  model.lines?.forEach((line, index) => {
    const pointer = `/lines/${index}`
    findings.reference(line.from, `${pointer}/from`, buses)
    findings.reference(line.to, `${pointer}/to`, buses)
    findings.number(line.reactanceOhm, `${pointer}/reactanceOhm`, notNegative)
    findings.number(line.resistanceOhm, `${pointer}/resistanceOhm`, notNegative)
    findings.series(line.maxShare, `${pointer}/maxShare`, notNegative)
    checkCapacity(findings, line.capacityMw, `${pointer}/capacityMw`)
  })
  checkLoops(context)
}

interface FlowPart {
  readonly id: string
  readonly capacityMw: Capacity
  readonly minShare?: PerStep
  readonly maxShare?: PerStep
  readonly costUsdPerMwh?: PerStep
  readonly commitment?: Commitment
}

function checkFlow({ model, findings }: CheckContext, part: FlowPart, pointer: string): void {
  const { capacityMw, minShare = 0, maxShare = 1, costUsdPerMwh, commitment } = part
  checkCapacity(findings, capacityMw, `${pointer}/capacityMw`)
  findings.series(maxShare, `${pointer}/maxShare`, notNegative)
  findings.series(minShare, `${pointer}/minShare`)
  findings.series(costUsdPerMwh, `${pointer}/costUsdPerMwh`)
  for (let step = 0; step < model.snapshots.count; step++)
    if (at(minShare, step) > at(maxShare, step)) {
      const message = `in step ${step} ${part.id} must give at least ${at(minShare, step)} and at most ${at(maxShare, step)} of its capacity`
      findings.add({ code: 'energy/out-of-range', pointer: `${pointer}/minShare`, message })
      break
    }
  if (commitment !== undefined) checkCommitment(findings, { ...part, commitment }, pointer)
}

export function checkCapacity(findings: Findings, capacity: Capacity, pointer: string): void {
  if (capacity.kind === 'fixed')
    return findings.number(capacity.amount, `${pointer}/amount`, notNegative)
  const { capital, existing, min = 0, max = Infinity } = capacity
  findings.number(capital.usdPerUnit, `${pointer}/capital/usdPerUnit`)
  findings.number(existing, `${pointer}/existing`, notNegative)
  findings.number(min, `${pointer}/min`, notNegative)
  if (max !== Infinity) findings.number(max, `${pointer}/max`, notNegative)
  if (min > max) {
    const message = `the least capacity is ${min}, the greatest ${max}`
    findings.add({ code: 'energy/out-of-range', pointer: `${pointer}/min`, message })
  }
}

function checkCommitment(
  findings: Findings,
  part: FlowPart & { readonly commitment: Commitment },
  pointer: string,
): void {
  const { commitment, capacityMw, minShare = 0 } = part
  const place = `${pointer}/commitment`
  for (const name of ['startUsd', 'stopUsd', 'standByUsdPerH'] as const)
    findings.number(commitment[name], `${place}/${name}`, notNegative)
  for (const name of ['minUpSteps', 'minDownSteps'] as const)
    findings.count(commitment[name], `${place}/${name}`)
  findings.count(commitment.before?.steps, `${place}/before/steps`)
  findings.series(minShare, `${pointer}/minShare`, notNegative)
  if (capacityMw.kind === 'fixed') return
  const message = `${part.id} is switched on and off, and its capacity is to be chosen: one of them must be fixed`
  findings.add({ code: 'energy/committed-and-extendable', pointer: place, message })
}

function checkLink(context: CheckContext, link: Link, pointer: string): void {
  const { model, findings, buses } = context
  findings.reference(link.from, `${pointer}/from`, buses)
  findings.reference(link.to, `${pointer}/to`, buses)
  findings.series(link.efficiency, `${pointer}/efficiency`, notNegative)
  link.alsoTo?.forEach(({ bus, efficiency }, index) => {
    findings.reference(bus, `${pointer}/alsoTo/${index}/bus`, buses)
    findings.series(efficiency, `${pointer}/alsoTo/${index}/efficiency`)
  })
  checkFlow(context, link, pointer)
  if (model.linkConvention === 'pypsa' || !runsBothWays(link)) return
  const isGain = (link.alsoTo ?? []).length > 0 || isAboveOne(link.efficiency ?? 1)
  const isSwitched = link.commitment !== undefined && hasLoss(link)
  if (!isGain && !isSwitched) return
  const message = `${link.id} runs both ways and has a gain, several ends or a commitment: what it does backwards is not defined`
  const hint = 'make it two links, one for each direction'
  findings.add({ code: 'energy/reversed-gain', pointer, message, hint })
}

const isAboveOne = (series: PerStep): boolean =>
  typeof series === 'number' ? series > 1 : series.some((value: number) => value > 1)

/** The voltage law needs an impedance on each line of a loop. */
function checkLoops({ model, findings, buses }: CheckContext): void {
  const lines = model.lines ?? []
  if (lines.some(({ from, to }) => !buses.has(from) || !buses.has(to))) return
  const without = new Set(
    findLoops(model)
      .flatMap((loop) => loop.lines.map(({ index }) => index))
      .filter((index) => {
        const line = lines[index]
        return line !== undefined && !(impedanceOf(line, model) > 0)
      }),
  )
  for (const index of without) {
    const message = `line ${lines[index]?.id ?? ''} is part of a loop and has no impedance: how the flow divides is not defined`
    findings.add({ code: 'energy/line-without-impedance', pointer: `/lines/${index}`, message })
  }
}
