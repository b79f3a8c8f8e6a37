import type { Transformer } from './transformer.ts'
import { transformersDense } from './transformers-dense.ts'
import { transformersGpt } from './transformers-gpt.ts'
import { transformersHybrid } from './transformers-hybrid.ts'
import { transformersMixed } from './transformers-mixed.ts'

/**
 * Models by the name that estimates and workloads use. Each row is the published architecture; `parametersOf` counts
 * its parameters, and a test holds the count against the published total.
 */
export const transformers: readonly Transformer[] = [
  ...transformersGpt,
  ...transformersDense,
  ...transformersMixed,
  ...transformersHybrid,
]

export const transformerIds: readonly string[] = transformers.map(({ id }) => id)

/** The model of an id; undefined for an id that the catalog does not know. */
export function transformer(id: string): Transformer | undefined {
  return transformers.find((entry) => entry.id === id)
}
