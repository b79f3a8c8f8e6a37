import { z } from 'zod'

/**
 * A map of the file: unknown keys are refused. The message of that issue is the list of known keys; the reader of
 * issues makes a hint of it.
 */
export const section = <T extends z.core.$ZodLooseShape>(
  shape: T,
): z.ZodObject<T, z.core.$strict> =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? Object.keys(shape).join(',') : undefined,
  })

/** What a transform refuses, for the reader of issues. */
export interface Refusal {
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
}

/** Reports a refusal from inside a transform and stands for the missing value. */
export function refuse(context: z.RefinementCtx, refusal: Refusal): never {
  const { code, message, hint } = refusal
  context.addIssue({ code: 'custom', message, params: { code, hint } })
  return z.NEVER
}

type Kept<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** The record without the keys whose value is undefined: an optional key is absent, never undefined. */
export const withoutUndefined = <T extends object>(record: T): Kept<T> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Kept<T>
