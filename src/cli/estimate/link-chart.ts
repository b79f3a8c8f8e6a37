import { estimateLink } from '../../optics/index.ts'
import type { LinkEstimate, LinkRequest } from '../../optics/index.ts'
import { lines, type Element } from '../../report/index.ts'

const lengthsKm = [40, 80, 160, 320, 640, 1000, 1500, 2200, 3200, 4500]

const ways = [
  { name: 'C, as asked', change: { band: 'C' } },
  { name: 'C+L, as asked', change: { band: 'C+L' } },
  { name: 'hollow core, C+L', change: { band: 'C+L', fibre: 'hollow-core' } },
] as const

/** What one pair carries by the length of its route, huts and margin as asked. */
export function linkChart(request: LinkRequest, estimate: LinkEstimate): Element {
  const own = Math.round(estimate.routeKm)
  const lengths = [...new Set([...lengthsKm, own])].filter((km) => km > 0).toSorted((a, b) => a - b)
  const { wantedGbps: _, ends: __, existingHutsKm: ___, secondRouteKm: ____, sharedKm: _____, lossDbPerKm, ...rest } = request // prettier-ignore
  return lines({
    title: 'What one pair of fibres carries',
    summary: `${request.fibre ?? 'ssmf'} and hollow core, by length of the route; here ${own} km: ${(estimate.lit.pairGbps / 1000).toFixed(1)} Tb/s.`,
    x: { label: 'length of the route, km', scale: 'log' },
    y: { label: 'rate of one pair, Tb/s', scale: 'linear' },
    series: ways.map(({ name, change }) => ({
      name,
      points: lengths.map((routeKm) => {
        // The loss that was given is that of the cable asked for, not of another fibre.
        const loss = 'fibre' in change || lossDbPerKm === undefined ? {} : { lossDbPerKm }
        const outcome = estimateLink({ ...rest, ...loss, ...change, routeKm })
        return { x: routeKm, y: outcome.kind === 'estimated' ? outcome.lit.pairGbps / 1000 : undefined } // prettier-ignore
      }),
    })),
  })
}
