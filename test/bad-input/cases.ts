import { readFileSync } from 'node:fs'
import type { Diagnostic } from '../../src/diagnostics/index.ts'
import { loadFleet, loadFleetBytes, loadWorkloadBytes } from '../../src/fleet/index.ts'
import type { Fleet } from '../../src/fleet/index.ts'
import { deriveCapacity } from '../../src/network/index.ts'
import type { BadInput } from './bad-input.ts'
import { fleetFinds, warnedFleetFinds, warnedWorkloadFinds, workloadFinds } from './finds.ts'
import { generated } from './generated.ts'

const fixture = (folder: string, name: string): Uint8Array =>
  readFileSync(new URL(`fixtures/${folder}/${name}.yaml`, import.meta.url))

type Finds = Readonly<Record<string, readonly string[]>>

const fromFiles = (kind: BadInput['kind'], finds: Finds): readonly BadInput[] =>
  Object.entries(finds).map(([name, found]): BadInput => ({
    kind,
    name,
    read: () => fixture(kind, name),
    finds: found,
  }))

const warnedFromFiles = (kind: BadInput['kind'], finds: Finds): readonly BadInput[] =>
  Object.entries(finds).map(([name, found]): BadInput => ({
    kind,
    name,
    read: () => fixture(`warned-${kind}`, name),
    finds: found,
    isTaken: true,
  }))

export const cases: readonly BadInput[] = [
  ...fromFiles('fleet', fleetFinds),
  ...fromFiles('workload', workloadFinds),
  ...generated,
  ...warnedFromFiles('fleet', warnedFleetFinds),
  ...warnedFromFiles('workload', warnedWorkloadFinds),
]

/** The fleet in which the workloads are tried; the fixtures of fleets are this one with a fault. */
export function readGoodFleet(): Fleet {
  const file = new URL('fixtures/good-fleet.yaml', import.meta.url)
  const loaded = loadFleet(readFileSync(file, 'utf8'), 'good-fleet.yaml')
  if (!loaded.ok) throw new Error('the fleet without a fault is refused')
  return loaded.value
}

export interface Verdict {
  readonly isTaken: boolean
  readonly diagnostics: readonly Diagnostic[]
}

/** What a case gets: why it is refused, or with what words it is taken. */
export function verdictOn({ kind, name, read }: BadInput, fleet: Fleet): Verdict {
  const file = `${name}.yaml`
  const loaded =
    kind === 'fleet'
      ? loadFleetBytes(read(), file, deriveCapacity)
      : loadWorkloadBytes(read(), file, fleet)
  return { isTaken: loaded.ok, diagnostics: loaded.ok ? loaded.notes : loaded.diagnostics }
}

export const findOf = ({ code, at }: Diagnostic): string => `${code} ${at?.line}:${at?.column}`
