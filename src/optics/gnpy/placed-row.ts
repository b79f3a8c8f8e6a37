import type { JsonObject } from '../import/json-reader.ts'

/** A row of a list with its place in the file. */
export interface PlacedRow {
  readonly row: JsonObject
  readonly pointer: string
}
