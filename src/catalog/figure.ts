/**
 * A reference figure with where it comes from. `published` names a page or document that says it; `assumed` says how
 * it was guessed. Nothing here is measured: a measured figure belongs to the operator's own fleet file.
 */
export interface Figure {
  readonly value: number
  /** As people write it, e.g. `W` or `ms/km`. */
  readonly unit: string
  readonly provenance: 'published' | 'assumed'
  readonly source: string
  /** Date for which the figure holds or on which it was published: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly asOf: string
}

/** The marks that figures of one origin share. */
export type Origin = Pick<Figure, 'provenance' | 'source' | 'asOf'>

export const figure = (value: number, unit: string, origin: Origin): Figure => ({
  value,
  unit,
  ...origin,
})
