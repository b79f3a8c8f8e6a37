import type { Findings } from './findings.ts'
import type { ImportedDemand, ImportedSpan } from './imported-network.ts'
import type { Row } from './row.ts'

/**
 * No figure of a real network is larger, in whatever unit its file counts (the largest demands of SNDlib are 1e10 together), and what
 * sums and products of such figures make is still a number that can be written without an exponent.
 */
const amountMax = 1e12

type Amount = readonly [what: string, value: number | undefined, canBeNegative?: 'negative too']

const spanAmounts = ({ length, fibreCount, capacityGbps, capacity }: ImportedSpan): Amount[] => [
  ['the length', length?.km],
  ['the number of fibres', fibreCount],
  ['the capacity', capacityGbps],
  ['the installed capacity', capacity?.preinstalled],
  ['the cost of installed capacity', capacity?.preinstalledCost, 'negative too'],
  ['the routing cost', capacity?.routingCost, 'negative too'],
  ['the setup cost', capacity?.setupCost, 'negative too'],
  ...(capacity?.modules ?? []).flatMap((module): Amount[] => [
    ['a module capacity', module.capacity],
    ['a module cost', module.cost, 'negative too'],
  ]),
]

const demandAmounts = ({ volume, routingUnit, value, hopsMax }: ImportedDemand): Amount[] => [
  ['the volume', volume],
  ['the routing unit', routingUnit],
  ['the value', value],
  ['the longest path', hopsMax],
]

/** Quantities that no network can have, whatever the format. */
export function checkAmounts(
  spans: readonly Row<ImportedSpan>[],
  demands: readonly Row<ImportedDemand>[],
  findings: Findings,
): void {
  const check = <T extends { readonly id: string }>(
    { row, pointer, ...spot }: Row<T>,
    amounts: readonly Amount[],
  ): void => {
    const wrong = amounts.find(([, value = 0, sign]) => !(value <= amountMax && value >= (sign === undefined ? 0 : -amountMax))) // prettier-ignore
    if (wrong === undefined) return
    const message = `${wrong[0]} of ${JSON.stringify(row.id)} is ${wrong[1]}, which no network has`
    findings.add({ code: 'import/bad-value', pointer, message, ...spot })
  }
  for (const span of spans) check(span, spanAmounts(span.row))
  for (const demand of demands) check(demand, demandAmounts(demand.row))
}
