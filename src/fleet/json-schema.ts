import { z } from 'zod'
import { fleetFileSchema } from './schema/fleet-file.ts'
import { workloadFileSchema } from './schema/workload-file.ts'

/** JSON Schema (draft 2020-12) of the fleet file as it is written, with units, for editors and the reference page. */
export const fleetJsonSchema = (): Readonly<Record<string, unknown>> =>
  z.toJSONSchema(fleetFileSchema, { io: 'input' })

/** JSON Schema of the workload file as it is written. */
export const workloadJsonSchema = (): Readonly<Record<string, unknown>> =>
  z.toJSONSchema(workloadFileSchema, { io: 'input' })
