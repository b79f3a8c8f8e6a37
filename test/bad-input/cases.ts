import { readFileSync } from 'node:fs'
import type { Diagnostic } from '../../src/diagnostics/index.ts'
import { loadFleet, loadFleetBytes, loadWorkloadBytes } from '../../src/fleet/index.ts'
import type { Fleet } from '../../src/fleet/index.ts'
import type { BadInput } from './bad-input.ts'
import { fleetFinds, workloadFinds } from './finds.ts'
import { generated } from './generated.ts'

const fixture = (kind: BadInput['kind'], name: string): Uint8Array =>
  readFileSync(new URL(`fixtures/${kind}/${name}.yaml`, import.meta.url))

const fromFiles = (kind: BadInput['kind'], finds: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(finds).map(([name, found]): BadInput => ({
    kind,
    name,
    read: () => fixture(kind, name),
    finds: found,
  }))

export const cases: readonly BadInput[] = [
  ...fromFiles('fleet', fleetFinds),
  ...fromFiles('workload', workloadFinds),
  ...generated,
]

/** The fleet in which the workloads are tried; the fixtures of fleets are this one with a fault. */
export function readGoodFleet(): Fleet {
  const file = new URL('fixtures/good-fleet.yaml', import.meta.url)
  const loaded = loadFleet(readFileSync(file, 'utf8'), 'good-fleet.yaml')
  if (!loaded.ok) throw new Error('the fleet without a fault is refused')
  return loaded.value
}

/** What a case gets; nothing when it was taken for good. */
export function refusalOf(
  { kind, name, read }: BadInput,
  fleet: Fleet,
): readonly Diagnostic[] | undefined {
  const file = `${name}.yaml`
  const loaded =
    kind === 'fleet' ? loadFleetBytes(read(), file) : loadWorkloadBytes(read(), file, fleet)
  return loaded.ok ? undefined : loaded.diagnostics
}

export const findOf = ({ code, at }: Diagnostic): string => `${code} ${at?.line}:${at?.column}`
