import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { checkWorkloadAgainstFleet } from './check/workload-against-fleet.ts'
import type { Fleet } from './fleet.ts'
import { loadFleet } from './load-fleet.ts'
import { loadWorkload } from './load-workload.ts'
import type { WorkloadSpec } from './workload.ts'

const fleetText = readFileSync(new URL('../../fleets/laptop.yaml', import.meta.url), 'utf8')
const fleet = (loadFleet(fleetText, 'fleet.yaml') as { value: Fleet }).value

const smallest = `gridloom: 1
kind: batch
name: eval
tenant: acme
accelerators: { kind: h100-sxm, count: 8 }
command: [node, eval.ts]
durationMax: 8 h
`

const found = (text: string): readonly string[] => {
  const loaded = loadWorkload(text, 'w.yaml', fleet)
  const diagnostics = loaded.ok ? loaded.notes : loaded.diagnostics
  return diagnostics.map(({ code, at }) => `${code} ${at?.line}:${at?.column}`)
}

const load = (text: string): WorkloadSpec => {
  const loaded = loadWorkload(text, 'w.yaml')
  expect(loaded.ok ? [] : loaded.diagnostics).toEqual([])
  return (loaded as { value: WorkloadSpec }).value
}

it('the smallest workload has the defaults', () => {
  expect(load(smallest)).toEqual({
    gridloom: 1,
    kind: 'batch',
    name: 'eval',
    tenant: 'acme',
    priority: 50,
    accelerators: { kind: 'h100-sxm', count: 8 },
    legs: { min: 1, max: 1, startTogether: false },
    command: ['node', 'eval.ts'],
    environment: {},
    durationMaxH: 8,
    flexibility: 'pause',
    fallback: 'pause',
    datasets: [],
    retriesMax: 3,
  })
})

it('a training run starts its legs together, a service is firm', () => {
  expect(load(smallest.replace('batch', 'training')).legs.startTogether).toBe(true)
  expect(
    load(smallest.replace('batch', 'service').replace('durationMax: 8 h\n', '')),
  ).toMatchObject({
    flexibility: 'firm',
    legs: { startTogether: false },
  })
})

it('every optional part is read', () => {
  const text = `${smallest.replace('batch', 'training').replace('count: 8', 'count: 16')}
priority: 70
legs: { min: 2, max: 2 }
sites: { allow: [desk, shed] }
environment: { STEPS: "100" }
wan: { rate: 1.6 Tb/s, rttMax: 25 ms, disjointPaths: 2 }
checkpoint: { interval: 5 min, duration: 20 s, size: 200 GB, command: [sync] }
flexibility: cap
fallback: loose-sync
deadline: 2027-01-01T00:00:00Z
budget: 120000 USD
residency: { jurisdictions: [US], operators: [US] }
retriesMax: 0
`
  expect(load(text)).toMatchObject({
    priority: 70,
    legs: { min: 2, max: 2, startTogether: true },
    sites: { allow: ['desk', 'shed'] },
    environment: { STEPS: '100' },
    wan: { gbps: 1600, rttMaxMs: 25, disjointPaths: 2 },
    checkpoint: { intervalS: 300, durationS: 20, sizeGb: 200, command: ['sync'] },
    deadlineMs: Date.UTC(2027, 0, 1),
    budgetUsd: 120_000,
    residency: { jurisdictions: ['US'], operators: ['US'] },
    retriesMax: 0,
  })
  expect(found(text)).toEqual([])
})

it('pausing that was asked for needs a checkpoint; pausing by default is only said', () => {
  expect(found(smallest)).toEqual(['workload/pause-without-checkpoint 1:1'])
  expect(loadWorkload(smallest, 'w', fleet).ok).toBe(true)
  expect(loadWorkload(`${smallest}flexibility: pause\n`, 'w', fleet).ok).toBe(false)
})

it('what the fleet does not have is found with its place', () => {
  const firm = `${smallest}flexibility: firm\n`
  expect(found(firm)).toEqual([])
  expect(found(firm.replace('acme', 'amce'))).toEqual(['workload/unknown-tenant 4:9'])
  expect(found(firm.replace('h100-sxm', 'h100-smx'))).toEqual(['workload/unknown-accelerator 5:23'])
  expect(found(`${firm}datasets: [a]\nsites: { deny: [x] }\n`)).toEqual([
    'workload/unknown-dataset 9:12',
    'workload/unknown-site 10:17',
  ])
})

it('the same check without a file gives pointers', () => {
  const spec = { ...load(smallest), tenant: 'nobody' }
  expect(checkWorkloadAgainstFleet(spec, fleet)).toEqual([
    {
      code: 'workload/unknown-tenant',
      severity: 'error',
      pointer: '/tenant',
      message: 'no tenant is named "nobody"',
      hint: 'known here: acme',
    },
  ])
})

const run = (trains: string, kind = 'training'): string =>
  `${smallest.replace('kind: batch', `kind: ${kind}`).replace('count: 8', 'count: 16')}legs: { max: 2 }\n${trains}\n`

const llama =
  'trains: { model: llama3-8b, tokens: 2e12, sequenceLength: 8192, batch: 1024, reduction: mixed-fp32 }'

it('a training run that says what it trains need not say what it needs between sites', () => {
  expect(load(run(llama)).trains).toEqual({
    model: 'llama3-8b',
    tokens: 2e12,
    sequenceLength: 8192,
    batchSequences: 1024,
    precision: 'bf16',
    reduction: 'mixed-fp32',
  })
  expect(found(run(''))).toContain('workload/no-wan 8:14')
})

it('what trains nothing, or a model that nobody knows, is refused at its place', () => {
  expect(found(run(llama, 'batch'))).toContain('workload/trains-nothing 9:9')
  expect(found(run(llama.replace('llama3-8b', 'lama3-8b')))).toContain('workload/unknown-model 9:18') // prettier-ignore
})
