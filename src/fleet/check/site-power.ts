import { formatQuantity } from '../../units/index.ts'
import type { Pue, Site } from '../fleet.ts'
import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'

/** Usual at a large load; what a connection agreement asks for at least. */
const powerFactor = 0.95
/** Sums of decimal figures are off by rounding only. */
const slack = 1 + 1e-9

/** The power chain of a site adds up: pools within halls, halls times the worst PUE within supplies and connection. */
export const checkSitePower = (draft: Draft): readonly Finding[] =>
  draft.fleet.sites.flatMap((site, i) =>
    [...checkPools(site), ...checkHalls(site), ...checkTemperatures(site)].map((finding) => ({
      ...finding,
      path: [...draft.pathOf('sites', i), ...finding.path],
    })),
  )

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const hallsMw = (site: Site): number => sum(site.halls.map((hall) => hall.itMw))

function checkPools(site: Site): readonly Finding[] {
  const poolsMw = sum(site.pools.map((pool) => (pool.nodes * pool.nodeKw) / 1000))
  if (poolsMw <= hallsMw(site) * slack) return []
  const [pools, halls] = [poolsMw, hallsMw(site)].map((mw) => formatQuantity(mw, 'IT MW'))
  const message = `the pools of "${site.id}" draw ${pools}, its halls feed ${halls}`
  const hint = 'take nodes out of a pool, or correct the IT power of a hall'
  return [{ code: 'fleet/pools-over-halls', path: ['pools'], message, hint }]
}

function checkHalls(site: Site): readonly Finding[] {
  const pue = worstPue(site.pue)
  const needMw = hallsMw(site) * pue
  const suppliedMw = sum(site.supplies.map((supply) => supply.capacityMw))
  const need = `full halls at a PUE of ${formatQuantity(pue, '1')} draw ${formatQuantity(needMw, 'facility MW')}`
  const findings: Finding[] = []
  if (needMw > suppliedMw * slack) {
    const message = `${need}, the supplies of "${site.id}" give ${formatQuantity(suppliedMw, 'facility MW')}`
    const hint = 'not all halls can run at once; that may be meant'
    const code = 'fleet/halls-over-supplies'
    findings.push({ code, severity: 'warning', path: ['supplies'], message, hint })
  }
  const ratingMva = site.interconnectionMva
  if (ratingMva !== undefined && needMw > ratingMva * powerFactor * slack) {
    const takes = formatQuantity(ratingMva * powerFactor, 'facility MW')
    const message = `${need}, the interconnection takes ${takes} at a power factor of ${powerFactor}`
    const hint = 'correct the rating, or count on part of the halls only'
    const code = 'fleet/halls-over-interconnection'
    findings.push({ code, severity: 'warning', path: ['interconnection'], message, hint })
  }
  return findings
}

/** Points of a PUE curve ascend, or interpolation means nothing. */
function checkTemperatures({ pue }: Site): readonly Finding[] {
  if (pue.kind !== 'by-temperature') return []
  return pue.points.flatMap(({ temperatureC }, i) => {
    const before = pue.points[i - 1]
    if (before === undefined || before.temperatureC < temperatureC) return []
    const path = ['pue', 'points', i, 'temperature']
    const message = `${formatQuantity(temperatureC, 'degC')} comes after ${formatQuantity(before.temperatureC, 'degC')}`
    const hint = 'list the points by rising temperature, each once'
    return [{ code: 'fleet/pue-not-ascending', path, message, hint }]
  })
}

/** The worst hour of the design day. */
function worstPue(pue: Pue): number {
  if (pue.kind === 'constant') return pue.value
  if (pue.kind === 'by-hour-utc') return Math.max(...pue.values)
  return Math.max(
    ...pue.temperatureByHourUtcC.map((temperatureC) => interpolate(pue, temperatureC)),
  )
}

function interpolate(
  { points }: Extract<Pue, { kind: 'by-temperature' }>,
  temperatureC: number,
): number {
  const above = points.findIndex((point) => point.temperatureC >= temperatureC)
  const high = points[above] ?? points.at(-1)
  const low = points[above - 1]
  if (high === undefined) return 1
  if (above < 0 || low === undefined) return high.value
  const span = high.temperatureC - low.temperatureC
  const share = span > 0 ? (temperatureC - low.temperatureC) / span : 1
  return low.value + share * (high.value - low.value)
}
