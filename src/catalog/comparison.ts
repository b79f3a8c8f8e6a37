/**
 * A model held against one published value: what `gridloom validate` prints and `docs/validation.md` plots. Each physics room
 * makes its own comparisons; the product adds nothing to them but tables.
 */
export interface Comparison {
  /** The group whose error is summed up, e.g. `training/dense weak scaling`. Its part before the slash is the room. */
  readonly family: string
  /** Stable within its family, e.g. `gpt3-175b-bf16-2048xh100`. */
  readonly id: string
  readonly quantity: string
  readonly unit: string
  readonly published: number
  readonly predicted: number
  /** A range of the prediction where the model gives one. */
  readonly predictedP10?: number
  readonly predictedP90?: number
  readonly error: ErrorMeasure
  /** Whether a fitted constant saw this case; `none` where the model has no fitted constant. */
  readonly split: 'fitted' | 'held-out' | 'none'
  readonly source: string
  /** What a reader must know to take the comparison for what it is. */
  readonly note?: string
}

/** How predicted and published are compared: relative (0.05 is 5 %), or absolute in the unit of the quantity. */
export type ErrorMeasure = 'relative' | 'absolute'

/** A promise about a family, which `gridloom validate` holds: it exits with 1 where one is broken. */
export interface Bound {
  readonly family: string
  readonly split: Comparison['split'] | 'all'
  readonly statistic: 'mean-absolute' | 'worst'
  /** In the measure of the family: a ratio, or the unit of the quantity. */
  readonly max: number
  /** Why this figure and no other. */
  readonly because: string
}

/** What a room wants to reach over several families together. Printed as met or missed; unlike a bound it stops nothing. */
export interface Aim {
  readonly what: string
  readonly families: readonly string[]
  readonly split: Bound['split']
  readonly statistic: Bound['statistic']
  readonly max: number
}

/** What a physics room hands over for validation. */
export interface Validation {
  readonly comparisons: readonly Comparison[]
  readonly bounds: readonly Bound[]
  readonly aims?: readonly Aim[]
  /** Public cases that could not be compared, each with its reason: nothing is left out silently. */
  readonly left: readonly { readonly family: string; readonly id: string; readonly why: string }[]
}
