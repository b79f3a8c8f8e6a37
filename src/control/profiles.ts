import { setImmediate } from 'node:timers/promises'
import type { TrainingProfile, WorkloadSpec } from '../fleet/index.ts'
import { profileInTurns } from '../training/index.ts'
import { canonicalJson } from '../units/index.ts'

/**
 * Estimates what runs train, once, before they enter the journal: a later version of the model of steps inside a site
 * changes no decision that was already taken. Searching the layouts of one number of legs may take a good part of a second on the
 * largest sites, so the loop turns between two of them, one run is estimated at a time, and what was asked before is kept.
 */
export interface Profiles {
  /** The spec with its profile; the same spec, at once, when it says nothing of what it trains. */
  add(spec: WorkloadSpec): WorkloadSpec | Promise<WorkloadSpec>
}

/** Estimates that are kept: a tenant who tries numbers of accelerators asks for tens. */
const keptMax = 256

export function createProfiles(): Profiles {
  const known = new Map<string, Promise<TrainingProfile | undefined>>()
  let last: Promise<unknown> = Promise.resolve()

  function profileOf(spec: WorkloadSpec): Promise<TrainingProfile | undefined> {
    const { trains, accelerators, legs } = spec
    const key = canonicalJson([{ ...trains, tokens: 0 }, accelerators, legs.min, legs.max])
    const kept = known.get(key)
    if (kept !== undefined) return kept
    const found = last.then(() => inTurns(spec))
    last = found.catch(() => known.delete(key))
    known.set(key, found)
    if (known.size > keptMax) known.delete(known.keys().next().value!)
    return found
  }

  return {
    add(spec) {
      const { trains } = spec
      if (trains === undefined) return spec
      return profileOf(spec).then((profile) =>
        profile === undefined ? spec : { ...spec, trains: { ...trains, profile } },
      )
    },
  }
}

async function inTurns(spec: WorkloadSpec): Promise<TrainingProfile | undefined> {
  const turns = profileInTurns(spec.trains!, spec)
  for (;;) {
    const turn = turns.next()
    if (turn.done === true) return turn.value
    await setImmediate()
  }
}
