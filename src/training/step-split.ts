import type { StepCase } from './step-cases.ts'

/**
 * Which cases may a fitted constant see? A configuration is a model on a chip in a width of number, under one code base,
 * at one sequence length, and with as many micro-batches as a replica has in strong scaling; all GPU counts, all
 * releases and all neighbouring layouts of it go to the same side. Within each code base on each chip, configurations
 * are put in the order of a hash of their names, and every second one is held out, the first never: so each pair that
 * has constants was fitted on something. No error is looked at in choosing a side. The terms of the clock themselves were
 * chosen with the errors of both halves in sight, so the held-out error is that of unseen constants, not of unseen physics.
 * Flags of a row (`execution`) are those of the recipe of its release, read by layout, whatever error they leave.
 */
export type StepSplit = 'fitted' | 'held-out'

const width = { bf16: '16', fp8: '8', mxfp8: '8', fp4: '4' } as const

/** Code base without its release. */
export const stackOf = (release: string): string => release.replace(/-(?:v?\d+\.\d+|\d{4})$/, '')

export function configurationOf(each: StepCase): string {
  const { model, accelerator, precision, sequenceLength, release, layout } = each
  const replicas = layout.data * layout.microBatchSequences
  const strong = stackOf(release) === 'mlperf' ? each.globalBatchSequences / replicas : 'weak'
  return `${model.id.replace(/-mtp$/, '')} ${accelerator} ${width[precision]} ${sequenceLength} ${strong} ${stackOf(release)}`
}

/** FNV-1a, 32 bit: an order that has nothing to do with what the names mean. */
function hash(name: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < name.length; at += 1) {
    value = Math.imul(value ^ name.charCodeAt(at), 0x01000193) >>> 0
  }
  return value
}

export function splitOf(cases: readonly StepCase[]): ReadonlyMap<string, StepSplit> {
  const strata = new Map<string, Set<string>>()
  for (const each of cases) {
    const stratum = `${stackOf(each.release)} ${each.accelerator}`
    const members = strata.get(stratum) ?? new Set()
    members.add(configurationOf(each))
    strata.set(stratum, members)
  }
  const split = new Map<string, StepSplit>()
  for (const members of strata.values()) {
    const ordered = [...members].sort((a, b) => hash(a) - hash(b) || (a < b ? -1 : 1))
    ordered.forEach((name, index) => split.set(name, index % 2 === 0 ? 'fitted' : 'held-out'))
  }
  return split
}
