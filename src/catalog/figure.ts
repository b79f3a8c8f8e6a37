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
  readonly confidence: Confidence
  /** Licence of the source where data is taken from it; a single fact needs none. */
  readonly licence?: string
  /** What other sources say. They are kept beside the value, so that a reader can disagree with the choice. */
  readonly alternatives?: readonly Figure[]
  /** Why this value stands and not an alternative; there exactly where alternatives are. */
  readonly choice?: string
}

/**
 * `high`: a primary source states it, or two sources agree. `medium`: one source, a secondary one, or an early one.
 * `low`: a guess, an estimate of others, or sources that disagree by more than a tenth.
 */
export type Confidence = 'high' | 'medium' | 'low'

/** The marks that figures of one origin share. Without a confidence it is medium if published and low if assumed. */
export interface Origin extends Pick<Figure, 'provenance' | 'source' | 'asOf' | 'licence'> {
  readonly confidence?: Confidence
}

/** Values of other sources, and why they were not taken. */
export interface Conflict {
  readonly choice: string
  readonly others: readonly (readonly [value: number, origin: Origin])[]
}

export const confidenceOf = ({ confidence, provenance }: Origin): Confidence =>
  confidence ?? (provenance === 'assumed' ? 'low' : 'medium')

const plain = (value: number, unit: string, origin: Origin): Figure => ({
  value,
  unit,
  ...origin,
  confidence: confidenceOf(origin),
})

/** A value with one origin, or a `[value, origin, conflict]` as tables write it. */
export type Cell = readonly [value: number, origin: Origin, conflict?: Conflict]

export const figure = (value: number, unit: string, origin: Origin): Figure =>
  plain(value, unit, origin)

export const figureOfCell = ([value, origin, conflict]: Cell, unit: string): Figure => ({
  ...plain(value, unit, origin),
  ...(conflict === undefined
    ? {}
    : {
        alternatives: conflict.others.map(([other, from]) => plain(other, unit, from)),
        choice: conflict.choice,
      }),
})
