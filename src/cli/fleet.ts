import type { Command } from 'commander'
import type { Session } from './command.ts'
import { registerFleetCheck } from './fleet-check.ts'
import { registerFleetSchema } from './fleet-schema.ts'
import { registerFleetShow } from './fleet-show.ts'

export function registerFleet(program: Command, session: Session): void {
  const fleet = program.command('fleet').description('Check and look at fleet files')
  registerFleetCheck(fleet, session)
  registerFleetSchema(fleet, session)
  registerFleetShow(fleet, session)
}
