import type { Spot } from './findings.ts'

/** Where in the file a row stands: a pointer, and a spot where the format is not JSON. */
export interface Row<T> {
  readonly row: T
  readonly pointer: string
  readonly spot?: Spot
}
