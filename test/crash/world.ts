import { join } from 'node:path'

/** The places of one campaign. */
export interface Place {
  readonly root: string
  readonly data: string
  readonly fleetFile: string
  /** One line for each command of a tenant that started: `legId pid`. */
  readonly starts: string
  /** What the daemons said on stderr. */
  readonly said: string
}

export const placeAt = (root: string): Place => ({
  root,
  data: join(root, 'data'),
  fleetFile: join(root, 'fleet.json'),
  starts: join(root, 'starts.txt'),
  said: join(root, 'daemon.txt'),
})

/** Campaigns that run at the same time on one machine should not meet on a port. */
const firstPort = 10_000 + (process.pid % 20) * 1000

/** Two sites of real processes on this machine, with ports of their own and short times to wait. */
export const crashFleet = (): string =>
  JSON.stringify({
    gridloom: 1,
    name: 'crash',
    sites: [
      site('left', { latitude: 43.04, longitude: -87.91 }, firstPort),
      site('right', { latitude: 33.75, longitude: -84.39 }, firstPort + 500),
    ],
    srlgs: [{ id: 'duct', name: 'The only duct', kind: 'conduit' }],
    nodes: [
      { id: 'left-gw', kind: 'site', site: 'left', latitude: 43.04, longitude: -87.91 },
      { id: 'right-gw', kind: 'site', site: 'right', latitude: 33.75, longitude: -84.39 },
    ],
    spans: [{ id: 'way', from: 'left-gw', to: 'right-gw', length: '1580 km', srlgs: ['duct'] }],
    routes: [{ id: 'way', spans: ['way'], capacity: '10 Gb/s', price: '0.10 USD/Gb/s/h' }],
    tenants: [
      { id: 'acme', name: 'Acme', shares: 1, quota: { accelerators: 64, priorityMax: 100 } },
    ],
    prices: {
      currency: 'USD',
      accelerators: [
        { accelerator: 'h100-sxm', price: '2.95 USD/h', from: '2026-01-01T00:00:00Z' },
      ],
    },
    policy: { retryBackoff: { first: '1 s', max: '5 s' } },
  })

const site = (id: string, place: object, port: number) => ({
  id,
  name: id,
  place: { town: id, country: 'US', ...place },
  grid: `grid-${id}`,
  balancingArea: `area-${id}`,
  jurisdiction: { ground: ['US'], operator: ['US'] },
  halls: [{ id: 'hall', itPower: '100 kW' }],
  pools: [
    { id: 'gpu', accelerator: 'h100-sxm', nodes: 2, acceleratorsPerNode: 8, nodePower: '10.2 kW' },
  ],
  pue: 1.2,
  supplies: [
    {
      id: 'grid',
      kind: 'grid-firm',
      capacity: '0.2 MW',
      energyPrice: '60 USD/MWh',
      carbon: '400 kg/MWh',
    },
  ],
  engine: { kind: 'process', ports: { from: port, to: port + 499 } },
})
