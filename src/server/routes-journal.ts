import { defineRoute, type RegisterRoute } from './route.ts'
import { journalCheck, replay } from './schema-bill.ts'

const tag = 'journal'

const verify = defineRoute({
  method: 'POST',
  url: '/v1/journal/verify',
  access: 'operator',
  tag,
  summary: 'Check the hash chain of the whole journal',
  reply: journalCheck,
  handle: async ({ control }) => ({ status: 200, body: await control.verifyJournal() }),
})

const replayJournal = defineRoute({
  method: 'POST',
  url: '/v1/journal/replay',
  access: 'operator',
  tag,
  summary: 'Decide everything again from the start and compare the decision hash',
  reply: replay,
  handle: async ({ control }) => ({ status: 200, body: await control.replayJournal() }),
})

export const journalRoutes: readonly RegisterRoute[] = [verify, replayJournal]
