import type { AdmissiblePath, ImportedDemand, ImportedSpan } from './imported-network.ts'
import type { Row } from './row.ts'

/** The same rows, whichever of the two spellings they were written in. */
export interface SndlibRows {
  readonly name: string
  /** Lines such as `unit = MBITPERSEC`. */
  readonly meta: readonly string[]
  readonly nodes: readonly Row<PointOnMap>[]
  readonly spans: readonly Row<ImportedSpan>[]
  readonly demands: readonly Row<ImportedDemand>[]
  readonly paths: readonly AdmissiblePath[]
}

export interface PointOnMap {
  readonly id: string
  /** Longitude in degrees, or a pixel: the format does not say. */
  readonly x?: number
  readonly y?: number
}
