import * as z from 'zod'

/** What may stand in a path: ids and names as the control plane makes them, nothing that a file name could abuse. */
export const workloadParams = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, 'an id or a name of a workload')
    .meta({ description: 'Id, or name: the newest of that name' }),
})

export const truth = z.enum(['true', 'false']).transform((text) => text === 'true')

/** A date is its first instant, UTC. */
const instant = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: 'an instant like 2026-11-01T00:00:00Z, or a date like 2026-11-01',
  })
  .transform((text) => Date.parse(text))

export const periodQuery = z
  .strictObject({
    tenant: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,62}$/, 'a tenant id')
      .exactOptional(),
    from: instant
      .exactOptional()
      .meta({ description: 'From this instant on; the start of this month (UTC) if left out' }),
    to: instant.exactOptional().meta({ description: 'Up to, not including; now if left out' }),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    message: '`from` must be before `to`',
    path: ['to'],
  })
