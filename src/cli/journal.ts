import type { Command } from 'commander'
import type { JournalCheckView, ReplayView } from '../control/index.ts'
import { clientOf, finish, type CommonOptions, type Done, type Session } from './command.ts'
import { good } from './failure.ts'
import { replayDirectory, verifyOffline } from './journal-offline.ts'

export function registerJournal(program: Command, session: Session): void {
  const journal = program.command('journal').description('Prove what the journal says')
  const verify = journal
    .command('verify')
    .description('Check the hash chain; exit 4 and the place when a byte was changed')
  finish(verify, session, {
    examples: ['gridloom journal verify', 'gridloom journal verify --data /var/lib/gridloom'],
    dataMeaning,
    act: async (_, options) => {
      const found = isOffline(options)
        ? await verifyOffline(options.data)
        : await clientOf(session, options).post<JournalCheckView>('/v1/journal/verify')
      return found.ok ? good(verified(found.value)) : found
    },
  })
  const replay = journal
    .command('replay')
    .description('Decide everything again from the start; exit 4 unless the decisions are the same')
  finish(replay, session, {
    examples: ['gridloom journal replay', 'gridloom journal replay --data /var/lib/gridloom'],
    dataMeaning,
    act: async (_, options) => {
      const found = isOffline(options)
        ? await replayDirectory(options.data)
        : await clientOf(session, options).post<ReplayView>('/v1/journal/replay')
      if (!found.ok) return found
      return good('status' in found.value ? verified(found.value) : replayed(found.value))
    },
  })
}

const dataMeaning = 'read the journal in this directory without a daemon, unless --url is given too'

/** With the address of a daemon its directory is only where the token lies. */
const isOffline = (options: CommonOptions): options is CommonOptions & { data: string } =>
  options.data !== undefined && options.url === undefined

function verified(check: JournalCheckView): Done {
  if (check.status === 'intact') {
    return { json: check, text: `intact: ${check.records} records, head ${check.headHash}` }
  }
  const { seq, why, expected, found } = check
  const text = `broken at record ${seq}: ${why}\n  expected ${expected}\n  found    ${found}`
  return { json: check, text, exit: 'broken' }
}

function replayed(view: ReplayView): Done {
  const { records, decisionHash, liveDecisionHash, isEqual, divergedAtSeq } = view
  const text = isEqual
    ? `equal: ${records} records give decision hash ${decisionHash}, as live`
    : `differs${divergedAtSeq === undefined ? '' : ` from record ${divergedAtSeq} on`}:\n  replayed ${decisionHash}\n  live     ${liveDecisionHash}`
  return { json: view, text, exit: isEqual ? 'good' : 'broken' }
}
