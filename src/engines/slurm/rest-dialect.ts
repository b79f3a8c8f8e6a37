import type { JobRequest, JobRow, NodeRow } from './transport.ts'

/**
 * The body of a request and of an answer differs between plugin versions of slurmrestd; a dialect is all that differs.
 * Answers come from another program, so every dialect reads them as unknown and takes only what has the right type.
 */
export interface RestDialect {
  submitBody(job: JobRequest): unknown
  jobRow(job: Fields): (JobRow & { readonly user: string }) | undefined
  nodeRow(node: Fields): NodeRow | undefined
}

export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((part) => typeof part === 'string') : []
/** A count or an instant; Slurm writes 0 for an instant that has not come. */
export const positive = (value: unknown): number | undefined =>
  typeof value === 'number' && value > 0 ? value : undefined
/** Version numbers N of the plugins `v0.0.N` that an OpenAPI document offers jobs for, highest first. */
export function offeredVersions(openApi: unknown): readonly number[] {
  const paths = isFields(openApi) && isFields(openApi['paths']) ? Object.keys(openApi['paths']) : []
  const found = paths.map((path) => /^\/slurm\/v0\.0\.(\d+)\/job\/submit$/.exec(path)?.[1])
  return found
    .filter((number) => number !== undefined)
    .map(Number)
    .toSorted((a, b) => b - a)
}

/** Whether the server has the accounting interface of slurmdbd in this version. */
export const offersAccounting = (openApi: unknown, version: number): boolean =>
  isFields(openApi) &&
  isFields(openApi['paths']) &&
  `/slurmdb/v0.0.${version}/jobs` in openApi['paths']
