import type { Command } from 'commander'
import { clientOf, finish, type Session } from './command.ts'
import { good } from './failure.ts'

export function registerCancel(program: Command, session: Session): void {
  const command = program
    .command('cancel')
    .description('Cancel a workload; its legs end, what ran is billed')
    .argument('<id>', 'id or name')
  finish(command, session, {
    examples: ['gridloom cancel nightly-run-1'],
    act: async ([id = ''], options) => {
      const client = clientOf(session, options)
      const done = await client.delete(`/v1/workloads/${encodeURIComponent(id)}`)
      return done.ok ? good({ json: done.value, text: `cancelled ${id}` }) : done
    },
  })
}
