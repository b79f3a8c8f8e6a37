import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { geodesicKm, routeTable } from '../scripts/geodesic.ts'
import { accelerator, acceleratorKinds, jurisdictionContains } from '../src/catalog/index.ts'
import { decide, emptyState, preview } from '../src/decide/index.ts'
import { loadFleet, loadWorkload } from '../src/fleet/index.ts'
import type { FigureSource, Fleet, Pue, WorkloadSpec } from '../src/fleet/index.ts'
import { buildGraph, deriveCapacity, findPaths, isDisjoint } from '../src/network/index.ts'

/** The files that are shipped as examples: they load, and they are what their pages say. */
const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const filesIn = (folder: string): string[] =>
  readdirSync(new URL(`../${folder}`, import.meta.url)).filter((name) => name.endsWith('.yaml'))

function fleetAt(path: string): Fleet {
  const loaded = loadFleet(read(path), path)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics, null, 1))
  return loaded.value
}

function workloadAt(name: string): WorkloadSpec {
  const path = `examples/workloads/${name}`
  const loaded = loadWorkload(read(path), path)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics, null, 1))
  return loaded.value
}

const northloom = fleetAt('fleets/northloom.yaml')
const workloads = filesIn('examples/workloads')
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

describe('every shipped file loads without a word', () => {
  it.each(filesIn('fleets'))('fleets/%s', (name) => {
    // With physics at hand: no stated capacity is above what its line can carry.
    const loaded = loadFleet(read(`fleets/${name}`), name, deriveCapacity)
    expect(loaded.ok ? loaded.notes : loaded.diagnostics).toEqual([])
  })

  it.each(workloads)('examples/workloads/%s', (name) => {
    const loaded = loadWorkload(read(`examples/workloads/${name}`), name)
    expect(loaded.ok ? loaded.notes : loaded.diagnostics).toEqual([])
  })
})

describe('northloom', () => {
  it('has six sites on five grids, each in its balancing area', () => {
    const grids = Object.fromEntries(
      northloom.sites.map(({ id, grid, balancingArea }) => [id, [grid, balancingArea]]),
    )
    expect(grids).toEqual({
      mke: ['MISO', 'MISO'],
      atl: ['SOCO', 'SOCO'],
      riv: ['MISO', 'MISO'],
      sag: ['HQ', 'HQT'],
      lul: ['NORDIC', 'SE1'],
      nrm: ['RTE', 'RTE'],
    })
    expect(new Set(northloom.sites.map(({ grid }) => grid)).size).toBe(5)
  })

  it('runs real processes at mke, atl and sag, on ports that no two share', () => {
    const live = northloom.sites.flatMap(({ id, engine }) =>
      engine.kind === 'process' ? [{ id, ...engine.ports }] : [],
    )
    expect(live.map(({ id }) => id)).toEqual(['mke', 'atl', 'sag'])
    for (const [i, a] of live.entries()) {
      expect(a.to - a.from + 1).toBe(500)
      for (const b of live.slice(i + 1)) expect(a.to < b.from || b.to < a.from).toBe(true)
    }
  })

  it.each(northloom.sites)(
    '$id: nodes fit into the halls, and halls into the connection',
    (site) => {
      const hallsMw = total(site.halls.map(({ itMw }) => itMw))
      const poolsMw = total(site.pools.map(({ nodes, nodeKw }) => (nodes * nodeKw) / 1000))
      expect(poolsMw).toBeLessThanOrEqual(hallsMw)
      expect(hallsMw * peakPue(site.pue)).toBeLessThanOrEqual(site.interconnectionMva!)
      const litresPerDay = hallsMw * 1000 * 24 * site.wueLPerKwh!
      expect(litresPerDay / 1000).toBeLessThanOrEqual(site.waterMaxM3PerDay!)
    },
  )

  it('uses accelerators of the catalog, in nodes of their size, with at least their power', () => {
    for (const { pools } of northloom.sites)
      for (const pool of pools) {
        const known = accelerator(pool.accelerator)!
        expect(pool.acceleratorsPerNode).toBe(known.acceleratorsPerNode.value)
        expect(pool.nodeKw).toBeGreaterThanOrEqual(known.nodeItKw.value)
      }
  })

  it('lists the law of the ground from wide to narrow, and its country is in it', () => {
    for (const { jurisdiction, place } of northloom.sites) {
      expect(jurisdiction.ground).toContain(place.country)
      for (const [i, outer] of jurisdiction.ground.entries())
        for (const inner of jurisdiction.ground.slice(i + 1))
          expect(jurisdictionContains(outer, inner)).toBe(true)
    }
  })

  it('has firm and non-firm power where it says so, and prices for every accelerator', () => {
    for (const id of ['mke', 'atl']) {
      const kinds = northloom.sites.find((site) => site.id === id)!.supplies.map(({ kind }) => kind)
      expect(kinds).toEqual(expect.arrayContaining(['grid-firm', 'grid-nonfirm']))
    }
    const priced = new Set(northloom.prices.accelerators.map((row) => row.accelerator))
    const used = new Set(
      northloom.sites.flatMap(({ pools }) => pools.map((pool) => pool.accelerator)),
    )
    expect([...priced].sort()).toEqual([...used].sort())
    for (const kind of used) expect(acceleratorKinds).toContain(kind)
  })
})

const peakPue = (pue: Pue): number => {
  if (pue.kind === 'constant') return pue.value
  return Math.max(...(pue.kind === 'by-hour-utc' ? pue.values : pue.points.map((p) => p.value)))
}

describe('the network of northloom', () => {
  const nodes = new Map(northloom.nodes.map((node) => [node.id, node]))
  const graph = buildGraph(northloom)
  const direct = (id: string) =>
    findPaths(graph, 'mke', 'atl').find((path) => path.routeIds.join() === id)!

  it.each(northloom.spans)('$id is no shorter than the straight line', (span) => {
    const straightKm = geodesicKm(nodes.get(span.from)!, nodes.get(span.to)!)
    expect(span.lengthKm).toBeGreaterThanOrEqual(straightKm)
    const isSubmarine = span.srlgs.some((srlg) => srlg.startsWith('cable-'))
    if (!isSubmarine) expect(span.lengthKm).toBe(Math.ceil(straightKm * 1.2))
  })

  it('every node is the end of a span, every SRLG is a risk of one, every span is in a route', () => {
    const ends = new Set(northloom.spans.flatMap(({ from, to }) => [from, to]))
    const risks = new Set(northloom.spans.flatMap(({ srlgs }) => srlgs))
    const lit = new Set(northloom.routes.flatMap(({ spans }) => spans))
    expect(northloom.nodes.filter(({ id }) => !ends.has(id))).toEqual([])
    expect(northloom.srlgs.filter(({ id }) => !risks.has(id))).toEqual([])
    expect(northloom.spans.filter(({ id }) => !lit.has(id))).toEqual([])
  })

  it('a span that ends at a town or a landing shares its risk', () => {
    for (const { from, to, srlgs } of northloom.spans)
      for (const end of [from, to]) {
        const kind = nodes.get(end)!.kind
        if (kind !== 'site') expect(srlgs).toContain(`${kind}-${end}`)
      }
  })

  it('mke and atl are joined by two disjoint paths with 1.6 Tb/s or more each', () => {
    const [east, west] = [direct('mke-atl-east'), direct('mke-atl-west')]
    expect(isDisjoint(east, west)).toBe(true)
    for (const id of ['mke-atl-east', 'mke-atl-west'])
      expect(graph.routes.get(id)!.capacityGbps).toBeGreaterThanOrEqual(1600)
  })

  it.each([
    ['mke-atl-east', 'mke-atl-dayton', 'ohio-river-crossing'],
    ['atl-riv-south', 'atl-riv-express', 'mississippi-at-vicksburg'],
    ['atl-nrm-dunant', 'atl-nrm-marea', 'landing-vab'],
  ])('%s and %s look diverse and share one risk, %s', (a, b, risk) => {
    const [first, second] = [graph.routes.get(a)!, graph.routes.get(b)!]
    expect(first.spanIds.filter((id) => second.spanIds.includes(id))).toEqual([])
    expect(first.srlgs.filter((id) => second.srlgs.includes(id))).toEqual([risk])
  })

  it('its page holds the route table as it is now', () => {
    const cells = (text: string): string => text.replace(/[ -]+/g, ' ')
    expect(cells(read('docs/fleets/northloom.md'))).toContain(cells(routeTable(northloom)))
  })
})

describe('every figure of northloom says where it comes from', () => {
  const leaves = leavesOf(northloom).filter(({ isName }) => !isName)
  const sourceOf = (path: string): FigureSource | undefined =>
    northloom.sources
      .filter(({ of }) => path === of || path.startsWith(`${of}.`))
      .sort((a, b) => b.of.length - a.of.length)[0]

  it('published with a source and a date, or assumed with a reason', () => {
    const bare = leaves.filter(({ path }) => {
      const source = sourceOf(path)
      if (source === undefined || source.text.length < 15) return true
      return source.provenance !== 'assumed' && source.asOf === undefined
    })
    expect(bare.map(({ path }) => path)).toEqual([])
    expect(leaves.length).toBeGreaterThan(900)
  })

  it('and no source speaks of what is not there', () => {
    const idle = northloom.sources.filter(
      ({ of }) => !leaves.some(({ path }) => path === of || path.startsWith(`${of}.`)),
    )
    expect(idle.map(({ of }) => of)).toEqual([])
  })

  it('no figure of a site rests on the source of all sites alone, but for its grid and law', () => {
    const coarse = leaves.filter(({ path }) => sourceOf(path)?.of === 'sites')
    const isSaid = /\.(grid|balancingArea|jurisdiction|state|kind|accelerator|envelope)\b/
    expect(coarse.map(({ path }) => path).filter((path) => !isSaid.test(path))).toEqual([])
  })
})

interface LeafFigure {
  readonly path: string
  readonly isName: boolean
}

/** Every value of a fleet with its path by id; a list of plain values is one figure. */
function leavesOf(value: unknown, path = ''): LeafFigure[] {
  const under = (key: string): string => (path === '' ? key : `${path}.${key}`)
  if (Array.isArray(value)) {
    const isPlain = value.every((item) => typeof item !== 'object')
    if (isPlain) return value.length === 0 ? [] : [{ path, isName: false }]
    return value.flatMap((item: { id?: string }, i) => leavesOf(item, under(item.id ?? String(i))))
  }
  if (typeof value !== 'object' || value === null)
    return [{ path, isName: /(^|\.)(id|name|description|gridloom)$/.test(path) }]
  return Object.entries(value)
    .filter(([key]) => path !== '' || key !== 'sources')
    .flatMap(([key, item]) => leavesOf(item, under(key)))
}

describe('the example workloads on northloom', () => {
  const atMs = Date.parse('2026-11-22T18:00:00Z')
  const state = emptyState()
  decide(state, { kind: 'fleet-loaded', atMs, fleet: northloom, gridloomVersion: 'test' })
  const outcome = (name: string) => {
    const { status, legs, reasons } = preview(state, workloadAt(name))
    return { status, sites: legs.map(({ siteId }) => siteId), reasons, legs }
  }

  it.each(workloads)(
    '%s names a tenant, an accelerator, sites and datasets of the fleet',
    (name) => {
      const spec = workloadAt(name)
      const tenant = northloom.tenants.find(({ id }) => id === spec.tenant)!
      expect(spec.priority).toBeLessThanOrEqual(tenant.quota.priorityMax)
      expect(spec.accelerators.count).toBeLessThanOrEqual(tenant.quota.acceleratorsMax)
      expect(acceleratorKinds).toContain(spec.accelerators.kind)
      const sites = northloom.sites.map(({ id }) => id)
      for (const id of [...(spec.sites?.allow ?? []), ...(spec.sites?.deny ?? [])])
        expect(sites).toContain(id)
      for (const id of spec.datasets) expect(northloom.datasets.map((set) => set.id)).toContain(id)
    },
  )

  it.each([
    ['chat-service.yaml', 1],
    ['nightly-eval.yaml', 1],
    ['train-two-sites.yaml', 2],
    ['eu-health.yaml', 1],
  ])('%s is placed on %i', (name, count) => {
    const { status, sites } = outcome(name)
    expect({ status, count: new Set(sites).size }).toEqual({ status: 'placed', count })
  })

  it('the small gang runs where engines are real', () => {
    for (const id of outcome('train-two-sites.yaml').sites)
      expect(northloom.sites.find((site) => site.id === id)!.engine.kind).toBe('process')
  })

  it('train-100k fits no single site and is placed on several', () => {
    expect(outcome('train-100k.yaml').sites.length).toBeGreaterThan(1)
    const alone = {
      ...workloadAt('train-100k.yaml'),
      legs: { min: 1, max: 1, startTogether: true },
    }
    expect(preview(state, alone).status).toBe('refused')
  })

  it('frontier-lm lies on mke and atl over two paths that share no risk', () => {
    const { sites, legs, reasons } = outcome('frontier-lm.yaml')
    expect(sites.toSorted()).toEqual(['atl', 'mke'])
    const paths = legs.flatMap(({ wan }) => wan?.paths ?? [])
    expect(paths).toEqual([['mke-atl-east'], ['mke-atl-west']])
    const why = (...ids: string[]) =>
      reasons.find(({ siteIds }) => siteIds.toSorted().join() === ids.toSorted().join())
    expect(why('riv')).toMatchObject({ constraint: 'facility-power', verdict: 'refused' })
    expect(why('mke', 'sag')).toMatchObject({ constraint: 'wan-capacity', need: 1400, limit: 800 })
  })

  it('eu-health runs at lul only: ground for four sites, operator for nrm', () => {
    const { sites, reasons } = outcome('eu-health.yaml')
    expect(sites).toEqual(['lul'])
    const denied = reasons.filter(({ constraint }) => constraint === 'residency')
    expect(denied.map(({ siteIds }) => siteIds[0])).toEqual(['mke', 'atl', 'riv', 'sag', 'nrm'])
    expect(denied.at(-1)?.note).toContain('operator')
  })

  it('impossible is refused for its round trip', () => {
    const { status, reasons } = outcome('impossible.yaml')
    expect(status).toBe('refused')
    expect(reasons.some(({ constraint }) => constraint === 'wan-latency')).toBe(true)
  })
})
