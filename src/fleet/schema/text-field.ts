import { z } from 'zod'
import { cite } from '../../diagnostics/index.ts'
import { parseInstant } from '../../units/index.ts'
import { list } from './list.ts'
import { refuse } from './section.ts'

const idShape = /^[a-z][a-z0-9-]{0,62}$/u
export const isId = (text: string): boolean => idShape.test(text)

/**
 * A name by which things refer to each other. It stands in file names, job names and terminals, hence the narrow
 * alphabet: no path, no shell character, no letter that looks like another.
 */
export const id = (description: string) =>
  z
    .string()
    .meta({ description, pattern: idShape.source, examples: ['north-hall'] })
    .superRefine((text, context) => {
      if (isId(text)) return
      const message = `${cite(text)} is not an id`
      refuse(context, { code: 'schema/bad-id', message, hint: idHint(text) })
    })

function idHint(text: string): string {
  const fixed = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^[^a-z]+|-+$/gu, '')
    .slice(0, 63)
  const law = 'an id is a small letter, then small letters, digits and dashes, 63 at most'
  return fixed === '' ? law : `${law}, as in "${fixed}"`
}

/** Text for people: one line, 1 to 200 characters. */
export const line = (description: string, lengthMax = 200) =>
  z
    .string()
    .min(1)
    .max(lengthMax)
    .regex(/^[^\r\n]*$/u, 'it must stand on one line')
    .meta({ description })

/** Text for people over several lines. */
export const prose = (description: string) => z.string().min(1).max(4000).meta({ description })

/** A country or a part of it: `US`, `US-GA`, `CA-QC`, `EU`. */
export const jurisdictionCode = (description = 'A code such as US, US-GA, CA-QC, SE, EU') =>
  z
    .string()
    .regex(/^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/u, 'a jurisdiction is written as US or US-GA')
    .meta({ description, examples: ['US-GA'] })

/** An ISO 8601 instant with its offset; the value is milliseconds since 1970. */
export const instant = (description: string) =>
  z
    .string()
    .meta({ description, format: 'date-time', examples: ['2026-01-01T00:00:00Z'] })
    .transform((text, context): number => {
      const atMs = parseInstant(text)
      if (atMs !== undefined) return atMs
      const message = `${cite(text)} is not an instant`
      const hint = 'write date, time and offset, as in "2026-01-01T00:00:00Z"'
      return refuse(context, { code: 'schema/bad-instant', message, hint })
    })

/** An argument list for a program that is started without a shell. */
export const argumentList = (description: string) =>
  list(z.string().max(32_768), { min: 1, max: 1024, description }).superRefine((words, context) => {
    const program = words[0]
    if (program === undefined || (program.trim() !== '' && !program.startsWith('-'))) return
    const message = `${cite(program)} is not a program`
    const hint = 'the first argument is the program to start'
    refuse(context, { code: 'schema/bad-command', message, hint })
  })
