import { z } from 'zod'

interface ListRule {
  readonly min?: number
  readonly max: number
  readonly description?: string
}

/** Beyond so many problems in one list the rest is not read: listing more helps nobody, and could exhaust memory. */
const problemsMax = 100

/**
 * A list whose length is checked before its items and whose items are read one by one, so that a list of a million
 * mistakes costs no more than one of a hundred. The JSON Schema shows the items.
 */
export const list = <T extends z.ZodType>(item: T, { min = 0, max, description }: ListRule) => {
  const { $schema: _, ...items } = z.toJSONSchema(item, { io: 'input' })
  const outer = z.array(z.unknown())
  return (min === max ? outer.length(max) : outer.min(min).max(max))
    .meta({ items, ...(description !== undefined && { description }) })
    .transform((values, context): z.output<T>[] => {
      const read: z.output<T>[] = []
      for (const [index, value] of values.entries()) {
        const parsed = item.safeParse(value)
        if (parsed.success) read.push(parsed.data)
        else for (const issue of parsed.error.issues) context.addIssue(nest(issue, index, value))
        if (context.issues.length >= problemsMax) break
      }
      return read
    })
}

type Report = Parameters<z.RefinementCtx['addIssue']>[0]

const nest = (issue: z.core.$ZodIssue, index: number, input: unknown): Report =>
  ({ ...issue, input, path: [index, ...issue.path] }) as Report
