import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Bench } from './conformance-bench.ts'
import type { Law } from './conformance-law.ts'
import type { Engine, LegOrder } from './engine.ts'

/** The laws of what reaches the tenant's command, for engines that run one. */
export const commandLaws: readonly Law[] = [
  {
    name: 'hostile text reaches the command byte for byte and nothing else happens',
    holds: async (place) => {
      const engine = await place.engine()
      const canary = join(place.evidence!, 'canary')
      const texts = hostileTexts(canary)
      const environment = Object.fromEntries(texts.map((text, index) => [`HOSTILE_${index}`, text]))
      const { legId } = place.order()
      const answerPath = join(place.evidence!, `${legId}.json`)
      const order = place.order(
        {},
        {
          legId,
          workloadId: `w$(touch ${canary})\n\`touch ${canary}\``,
          tenantId: `t'; touch ${canary} #`,
          command: [place.nodePath!, '-e', echoScript, 'echo', ...texts],
          environment: { ...environment, ANSWER: answerPath },
        },
      )
      await place.allocate(engine, order)
      const ended = await place.reachPhase(engine, legId, 'ended')
      expect(ended).toMatchObject({ outcome: 'completed', exitCode: 0 })
      const answer = JSON.parse(readFileSync(answerPath, 'utf8')) as {
        argv: string[]
        environment: Record<string, string>
      }
      expect(answer.argv).toEqual(texts)
      expect(answer.environment).toEqual(environment)
      expect(existsSync(canary)).toBe(false)
    },
  },
  {
    name: 'the contract reaches the command, over variables of the tenant of the same name',
    holds: async (place) => {
      const engine = await place.engine()
      const { legId, contract } = place.order()
      const peers = ['127.0.0.1:21000', '127.0.0.1:21001']
      const order = place.order(
        {},
        {
          legId,
          command: ['/usr/bin/env'],
          environment: { GRIDLOOM_RUN_ID: 'forged', GRIDLOOM_LEG_ID: 'forged', MINE: 'kept' },
          contract: { ...contract, runId: 'run-7', attempt: 3, rank: 1, legCount: 2, peers },
        },
      )
      await place.allocate(engine, order)
      await place.reachPhase(engine, legId, 'ended')
      const lines = (await readWholeLog(place, engine, legId, 65_536)).split('\n')
      expect(lines).toEqual(
        expect.arrayContaining([
          'GRIDLOOM_RUN_ID=run-7',
          `GRIDLOOM_LEG_ID=${legId}`,
          'GRIDLOOM_ATTEMPT=3',
          'GRIDLOOM_LEG_RANK=1',
          'GRIDLOOM_LEG_COUNT=2',
          `GRIDLOOM_SITE=${place.siteId}`,
          'GRIDLOOM_FENCING_TOKEN=7',
          `GRIDLOOM_PEERS=${peers.join(',')}`,
          'GRIDLOOM_SYNC=sync',
          'GRIDLOOM_ACCELERATORS=1',
          'MINE=kept',
        ]),
      )
    },
  },
  {
    name: 'checkpoint-now reaches the command as SIGUSR1',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order()
      await startAndSee(place, engine, order)
      expect(await engine.signal(order.legId, { kind: 'checkpoint-now' })).toEqual({
        status: 'done',
      })
      await seeWritten(place, order.legId, (line) => line === 'checkpoint')
      expect((await place.report(engine, order.legId))?.phase).toBe('running')
    },
  },
  {
    name: 'checkpoint-now runs the checkpoint command where one is given',
    holds: async (place) => {
      const engine = await place.engine()
      const note = 'echo "own checkpoint of $GRIDLOOM_LEG_ID" >> "$CONFORMANCE_EVIDENCE"'
      const order = place.order({}, { checkpointCommand: ['/bin/sh', '-c', note] })
      await startAndSee(place, engine, order)
      await engine.signal(order.legId, { kind: 'checkpoint-now' })
      await seeWritten(place, order.legId, (line) => line === `own checkpoint of ${order.legId}`)
      expect(place.written(order.legId)).not.toContain('checkpoint')
      expect((await place.report(engine, order.legId))?.phase).toBe('running')
    },
  },
  {
    name: 'set-mode rewrites the control file and reaches the command as SIGUSR2',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order()
      await startAndSee(place, engine, order)
      for (const mode of [
        { sync: 'loose', speedShare: 0.5 },
        { sync: 'sync', speedShare: 1 },
      ] as const) {
        await engine.signal(order.legId, { kind: 'set-mode', ...mode })
        const line = await seeWritten(place, order.legId, (text) => {
          if (!text.startsWith('mode ')) return false
          const told = JSON.parse(text.slice('mode '.length)) as typeof mode
          return told.sync === mode.sync && told.speedShare === mode.speedShare
        })
        expect(line).not.toBe('')
      }
    },
  },
  {
    name: 'the log is read by offset, whatever the slices',
    holds: async (place) => {
      const engine = await place.engine()
      const text = 'naïve 漢字 🚀\n'.repeat(5)
      const order = place.order({}, { command: ['/usr/bin/printf', '%s', text] })
      await place.allocate(engine, order)
      await place.reachPhase(engine, order.legId, 'ended')
      for (const maxBytes of [65_536, 7])
        expect(await readWholeLog(place, engine, order.legId, maxBytes)).toBe(text)
      const far = await engine.readLog(order.legId, 1_000_000, 10)
      expect(far.text).toBe('')
    },
  },
  {
    name: 'the log of a command that runs is not ended',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order()
      await startAndSee(place, engine, order)
      const slice = await place.until('output is there', async () => {
        const read = await engine.readLog(order.legId, 0, 65_536)
        return read.text.includes(`output of ${order.legId}`) ? read : undefined
      })
      expect(slice.isEnded).toBe(false)
      expect((await engine.readLog(order.legId, slice.nextByte, 65_536)).isEnded).toBe(false)
    },
  },
  {
    name: 'a command that cannot be started fails and has no account',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order({}, { command: ['/no/such/command'] })
      await place.allocate(engine, order)
      const ended = await place.reachPhase(engine, order.legId, 'ended')
      expect(ended.outcome).toBe('failed')
      expect(ended.exitCode).not.toBe(0)
    },
  },
  {
    name: 'what the command left running ends with the leg',
    holds: async (place) => {
      const engine = await place.engine()
      const note = '(sleep 2; echo alive > "$LEFT/$GRIDLOOM_LEG_ID.left") & exit 0'
      const environment = { LEFT: place.evidence! }
      const order = place.order({}, { command: ['/bin/sh', '-c', note], environment })
      await place.allocate(engine, order)
      await place.reachPhase(engine, order.legId, 'ended')
      await place.advance(2500)
      expect(existsSync(join(place.evidence!, `${order.legId}.left`))).toBe(false)
    },
  },
]

const echoScript = `
const environment = Object.fromEntries(Object.entries(process.env).filter(([k]) => k.startsWith('HOSTILE_')))
const answer = { argv: process.argv.slice(2), environment }
const fs = require('node:fs')
fs.writeFileSync(process.env.ANSWER + '.part', JSON.stringify(answer))
fs.renameSync(process.env.ANSWER + '.part', process.env.ANSWER)
`

const hostileTexts = (canary: string): readonly string[] => [
  `$(touch ${canary})`,
  `\`touch ${canary}\``,
  `; touch ${canary} ;`,
  `| touch ${canary}`,
  `& touch ${canary} &`,
  `\ntouch ${canary}\n`,
  `' ; touch ${canary} ; '`,
  `" ; touch ${canary} ; "`,
  `'"'"' && touch ${canary}`,
  `#SBATCH --wrap="touch ${canary}"`,
  `$HOME \${HOME} $0 $$ $! ~ * ? [a-z] {a,b} !! %s %n \\n \\0 \\`,
  '',
  ' leading and trailing ',
  '\ttab\r\ncarriage return\r',
  '-n',
  '--',
  '--help',
  'naïve 漢字 🚀 \u202e right to left \u00a0 \ufeff',
  '\u001b[31m\u0007\u0001',
  'EOF\nEOT\n__EOF__',
  'a=b,c=d,ALL,NONE',
]

async function startAndSee(place: Bench, engine: Engine, order: LegOrder): Promise<void> {
  await place.allocate(engine, order)
  await place.reachPhase(engine, order.legId, 'running')
  await seeWritten(place, order.legId, (line) => line === 'started')
}

const seeWritten = (
  place: Bench,
  legId: string,
  isIt: (line: string) => boolean,
): Promise<string> =>
  place.until(`${legId} has written it`, async () => place.written(legId).find(isIt))

async function readWholeLog(
  place: Bench,
  engine: Engine,
  legId: string,
  maxBytes: number,
): Promise<string> {
  let text = ''
  let fromByte = 0
  await place.until('the log has ended', async () => {
    for (;;) {
      const slice = await engine.readLog(legId, fromByte, maxBytes)
      text += slice.text
      if (slice.isEnded) return true
      if (slice.nextByte === fromByte) return false
      fromByte = slice.nextByte
    }
  })
  return text
}
