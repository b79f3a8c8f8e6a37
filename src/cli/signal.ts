import type { Command } from 'commander'
import { clientOf, finish, type Session } from './command.ts'
import { good } from './failure.ts'

export function registerSignal(program: Command, session: Session): void {
  const signal = program.command('signal').description('Tell the fleet what happened in the world')
  const verbs = [
    { verb: 'cut', state: 'down', about: 'Declare a link dark', said: 'is dark' },
    { verb: 'heal', state: 'up', about: 'Declare a link lit again', said: 'is lit' },
  ] as const
  for (const { verb, state, about, said } of verbs) {
    const command = signal
      .command(verb)
      .description(`${about} (operators only)`)
      .argument('<target>', 'a span id, route:ID, or srlg:ID for all that shares a risk')
    finish(command, session, {
      examples: [`gridloom signal ${verb} mke-atl`, `gridloom signal ${verb} srlg:bridge`],
      act: async ([target = ''], options) => {
        const client = clientOf(session, options)
        const done = await client.post(`/v1/links/${encodeURIComponent(target)}`, { state })
        return done.ok ? good({ json: done.value, text: `${target} ${said}` }) : done
      },
    })
  }
}
