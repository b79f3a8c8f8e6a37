import type { CoolingKind } from '../../power/index.ts'

/** The options as commander hands them over. */
export interface PowerOptions {
  readonly preset?: string
  readonly facility?: number
  readonly gpus?: number
  readonly accelerator?: string
  readonly compare?: boolean
  readonly designPeak?: number
  readonly pue?: number
  readonly networkShare?: number
  readonly powerFactor?: number
  readonly loadFactor?: number
  readonly nodePower?: number
  readonly cooling?: CoolingKind
  readonly climate?: string
  readonly temperature?: readonly number[]
  readonly grid?: string
  readonly price?: number
  readonly carbon?: number
  readonly wue?: number
  readonly loadSeries?: string
  readonly limit?: number
  readonly svg?: string
}
