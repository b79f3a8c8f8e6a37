import { createRandom } from './random.ts'
import type { Random } from './random.ts'

/**
 * A fleet file of any size with the shape of a real one: sites on a long ring around the North Atlantic, joined to their
 * neighbours and by chords, each chord in the same duct as the ring where it leaves a site; two kinds of accelerators;
 * firm supplies, cheaper ones that the grid takes back in its evening peak, a PUE that follows the hour.
 * JSON is YAML, so the daemon reads it as it reads any fleet file.
 */
export interface FleetSize {
  readonly sites: number
  readonly acceleratorsPerSite: number
  readonly tenants: number
}

/** Acceptance of the first issue: 50 sites, 100,000 accelerators. */
export const benchFleet: FleetSize = { sites: 50, acceleratorsPerSite: 2000, tenants: 20 }

/** Site `i` is joined with site `i + step`: every one with the next, every second and every fifth over longer ways. */
const chords = [
  { step: 1, every: 1, gbps: 1600 },
  { step: 5, every: 2, gbps: 800 },
  { step: 13, every: 5, gbps: 400 },
]
/** Fibre is longer than the straight line; 1.3 is a common factor on land. */
const routeFactor = 1.3
const earthKm = 6371

export const kinds = ['h100-sxm', 'b200'] as const

export function syntheticFleet(size: FleetSize, seed = 7): string {
  const random = createRandom(seed)
  const places = Array.from({ length: size.sites }, (_, i) => placeOf(i, size.sites))
  const links = chords.flatMap(({ step, every, gbps }) =>
    places.flatMap((_, i) => {
      const to = (i + step) % size.sites
      return i % every === 0 && to !== i && size.sites > 2 * step
        ? [{ from: i, to, step, gbps }]
        : []
    }),
  )
  return JSON.stringify({
    gridloom: 1,
    name: 'bench',
    sites: places.map((place, i) => site({ i, place, size, random })),
    srlgs: places.map((_, i) => ({
      id: `duct-${i}`,
      name: `Duct out of site ${i}`,
      kind: 'conduit',
    })),
    nodes: places.map((place, i) => ({ id: `gw-${i}`, kind: 'site', site: siteId(i), ...place })),
    spans: links.map(({ from, to, step }) => ({
      id: `span-${from}-${to}`,
      from: `gw-${from}`,
      to: `gw-${to}`,
      length: `${Math.ceil(straightKm(places[from]!, places[to]!) * routeFactor + 5)} km`,
      // A chord leaves through the duct of the ring; further on it has a way of its own.
      srlgs: step === 1 || step === 5 ? [`duct-${from}`] : [],
    })),
    routes: links.map(({ from, to, gbps }) => ({
      id: `route-${from}-${to}`,
      spans: [`span-${from}-${to}`],
      capacity: `${gbps} Gb/s`,
      price: `${(0.02 + random.whole(0, 8) / 100).toFixed(2)} USD/Gb/s/h`,
    })),
    tenants: Array.from({ length: size.tenants }, (_, i) => ({
      id: `tenant-${i}`,
      name: `Tenant ${i}`,
      shares: 1 + (i % 4),
      quota: { accelerators: size.sites * size.acceleratorsPerSite, priorityMax: 100 },
    })),
    prices: {
      currency: 'USD',
      accelerators: kinds.map((accelerator, i) => ({
        accelerator,
        price: i === 0 ? '2.95 USD/h' : '4.20 USD/h',
        from: '2026-01-01T00:00:00Z',
      })),
      carbon: '50 USD/t',
      egress: '0.02 USD/GB',
    },
  })
}

export const siteId = (i: number): string => `site-${i}`

interface SiteDraft {
  readonly i: number
  readonly place: Place
  readonly size: FleetSize
  readonly random: Random
}

function site({ i, place, size, random }: SiteDraft) {
  const nodes = Math.round(size.acceleratorsPerSite / 8)
  const h100Nodes = Math.round(nodes * 0.6)
  const itKw = h100Nodes * 11.1 + (nodes - h100Nodes) * 15.6
  return {
    id: siteId(i),
    name: `Site ${i}`,
    place: { town: `Town ${i}`, country: 'US', ...place },
    grid: `grid-${i % 8}`,
    balancingArea: `area-${i % 12}`,
    jurisdiction: { ground: ['US'], operator: ['US'] },
    halls: [{ id: 'hall', itPower: `${Math.ceil(itKw)} kW` }],
    pools: [
      pool('h100', { accelerator: kinds[0], nodes: h100Nodes, nodePower: '11.1 kW' }),
      pool('b200', { accelerator: kinds[1], nodes: nodes - h100Nodes, nodePower: '15.6 kW' }),
    ],
    pue: { byHourUtc: Array.from({ length: 24 }, (_, hour) => pueAt(hour)) },
    ...(i % 3 === 0 ? { ramp: '20 MW/min' } : {}),
    supplies: supplies((itKw / 1000) * 1.25, random),
    engine: { kind: 'simulated', seed: i + 1, allocate: '0.05 s' },
  }
}

const pool = (id: string, rest: object) => ({ id, acceleratorsPerNode: 8, ...rest })

const pueAt = (hourUtc: number): number =>
  Number((1.12 + 0.06 * Math.sin((hourUtc / 24) * 2 * Math.PI)).toFixed(3))

/** Firm power for most of the load, and cheaper power that the grid takes back for three hours of each evening. */
function supplies(facilityMw: number, random: Random) {
  const peakFrom = random.whole(14, 20)
  const priced = (from: number, to: number) => ({
    energyPrice: `${random.whole(from, to)} USD/MWh`,
    carbon: `${random.whole(20, 500)} kg/MWh`,
  })
  const megawatts = (share: number): string => `${(facilityMw * share).toFixed(3)} MW`
  return [
    { id: 'firm', kind: 'grid-firm', capacity: megawatts(0.72), ...priced(45, 95) },
    {
      id: 'nonfirm',
      kind: 'grid-nonfirm',
      capacity: megawatts(0.3),
      ...priced(25, 50),
      envelope: [{ daily: `${clock(peakFrom)}-${clock(peakFrom + 3)}`, max: megawatts(0.2) }],
    },
  ]
}

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

interface Place {
  readonly latitude: number
  readonly longitude: number
}

function placeOf(i: number, of: number): Place {
  const angle = (2 * Math.PI * i) / of
  const round = (value: number): number => Math.round(value * 1000) / 1000
  return {
    latitude: round(48 + 12 * Math.sin(angle)),
    longitude: round(-45 + 70 * Math.cos(angle)),
  }
}

/** Haversine on a sphere; the factor above is far larger than what the ellipsoid adds. */
function straightKm(a: Place, b: Place): number {
  const rad = (deg: number): number => (deg * Math.PI) / 180
  const half =
    Math.sin(rad(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(rad(a.latitude)) *
      Math.cos(rad(b.latitude)) *
      Math.sin(rad(b.longitude - a.longitude) / 2) ** 2
  return 2 * earthKm * Math.asin(Math.sqrt(half))
}
