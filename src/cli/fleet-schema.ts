import type { Command } from 'commander'
import { finish, type Session } from './command.ts'
import { good } from './failure.ts'

interface Options {
  readonly workload?: boolean
}

export function registerFleetSchema(fleet: Command, session: Session): void {
  const command = fleet
    .command('schema')
    .description('The JSON Schema of fleet files, for editors')
    .option('--workload', 'of workload files instead')
  finish<Options>(command, session, {
    isRemote: false,
    examples: [
      'gridloom fleet schema > fleet.schema.json',
      'gridloom fleet schema --workload > workload.schema.json',
    ],
    act: async (_, { workload }) => {
      const { fleetJsonSchema, workloadJsonSchema } = await import('../fleet/index.ts')
      const schema = workload ? workloadJsonSchema() : fleetJsonSchema()
      return good({ json: schema, text: JSON.stringify(schema, undefined, 2) })
    },
  })
}
