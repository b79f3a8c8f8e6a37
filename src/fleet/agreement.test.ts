import { expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type { Fleet } from './fleet.ts'
import type { fleetFileSchema } from './schema/fleet-file.ts'
import type { workloadFileSchema } from './schema/workload-file.ts'
import type { WorkloadSpec } from './workload.ts'

/** Held by `npm run types`: what the schema yields is what the rest of the house is written against, both ways. */
it('the schema of the file yields the fleet and the workload of the interfaces', () => {
  expectTypeOf<z.output<typeof fleetFileSchema>>().toEqualTypeOf<Fleet>()
  expectTypeOf<z.output<typeof workloadFileSchema>>().toEqualTypeOf<WorkloadSpec>()
})
