import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Acknowledged, Client } from './client.ts'
import { isOver } from './client.ts'
import type { Api } from './daemon.ts'
import { processesOf } from './processes.ts'
import type { Place } from './world.ts'

/** A law, and what speaks against it: nothing, when it holds. */
export interface Check {
  readonly law: string
  readonly faults: readonly string[]
}

interface Shown {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly attempt: number
}

export async function listAll(api: Api): Promise<readonly Shown[] | undefined> {
  const all: Shown[] = []
  let after = ''
  for (;;) {
    const answer = await api.call('GET', `/v1/workloads?limit=1000${after}`)
    if (answer?.status !== 200) return undefined
    const page = answer.body as { readonly workloads: readonly Shown[]; readonly next?: string }
    all.push(...page.workloads)
    if (page.next === undefined) return all
    after = `&after=${page.next}`
  }
}

/** Everything that was acknowledged is there, once. Undefined when the daemon did not answer. */
export async function checkAcknowledged(api: Api, client: Client): Promise<Check | undefined> {
  const wanted = [...client.acknowledged.values()]
  const all = await listAll(api)
  if (all === undefined) return undefined
  const byId = new Map(all.map((one) => [one.id, one]))
  const lost = wanted.filter(({ workloadId, name }) => byId.get(workloadId)?.name !== name)
  const names = all.map(({ name }) => name)
  const doubled = names.filter((name, i) => names.indexOf(name) !== i)
  return {
    law: 'what was acknowledged is there, once',
    faults: [
      ...lost.map(({ key, workloadId }) => `${key}: ${workloadId} is lost`),
      ...doubled.map((name) => `${name} is there twice`),
      ...client.faults,
    ],
  }
}

const quietMaxMs = 120_000

/** Waits until nothing is open any more. */
export async function untilOver(api: Api): Promise<readonly Shown[]> {
  const giveUpAt = performance.now() + quietMaxMs
  for (;;) {
    const all = (await listAll(api)) ?? []
    if (all.every(({ state }) => isOver(state)) || performance.now() > giveUpAt) return all
    await sleep(200)
  }
}

interface Start {
  readonly workloadId: string
  readonly attempt: number
  readonly legId: string
}

function readStarts({ starts }: Place): readonly Start[] {
  if (!existsSync(starts)) return []
  const lines = readFileSync(starts, 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const legId = line.slice(0, line.indexOf(' '))
    const [workloadId = '', attempt] = legId.split('.')
    return { workloadId, attempt: Number(attempt), legId }
  })
}

/**
 * Read from what the commands themselves wrote. A gang that was cancelled after it was released may have started by half:
 * its legs are told one by one, and the cancellation may overtake. Nobody else's may.
 */
export async function checkStarts(
  api: Api,
  place: Place,
  { client, all }: { readonly client: Client; readonly all: readonly Shown[] },
): Promise<readonly Check[]> {
  const starts = readStarts(place)
  const known = new Set(all.map(({ id }) => id))
  const strangers = starts.filter(({ workloadId }) => !known.has(workloadId))
  const legIds = starts.map(({ legId }) => legId)
  const twice = legIds.filter((id, i) => legIds.indexOf(id) !== i)
  const attempts = Map.groupBy(starts, ({ workloadId }) => workloadId)
  const repeated = [...attempts].filter(
    ([, legs]) => new Set(legs.map(({ attempt }) => attempt)).size > 1,
  )
  const gangs = [...client.acknowledged.values()].filter(({ isGang }) => isGang)
  const halves: string[] = []
  for (const gang of gangs)
    if (isHalf(attempts.get(gang.workloadId) ?? []) && !(await mayBeHalf(api, gang)))
      halves.push(`${gang.workloadId} started by half`)
  return [
    {
      law: 'nothing runs that the journal forgot',
      faults: strangers.map(({ legId }) => `${legId} started and is not known`),
    },
    { law: 'no leg runs twice', faults: twice.map((id) => `${id} started twice`) },
    {
      law: 'no workload runs a second time while nothing of it failed',
      faults: repeated.map(
        ([id, legs]) => `${id} ran as ${legs.map(({ legId }) => legId).join(', ')}`,
      ),
    },
    { law: 'no gang starts by half', faults: halves },
  ]
}

const isHalf = (legs: readonly Start[]): boolean =>
  [...Map.groupBy(legs, ({ attempt }) => attempt).values()].some(({ length }) => length !== 2)

async function mayBeHalf(api: Api, gang: Acknowledged): Promise<boolean> {
  if (gang.cancel === 'not-asked') return false
  const answer = await api.call('GET', `/v1/workloads/${gang.workloadId}/explain`)
  const { history } = (answer?.body ?? { history: [] }) as {
    readonly history: readonly { readonly text: string }[]
  }
  return history.some(({ text }) => text.includes('released (attempt'))
}

/** How each ended: completed, unless its cancellation was asked for, and then either. */
export function checkEnds(all: readonly Shown[], client: Client): Check {
  const states = new Map(all.map(({ id, state }) => [id, state]))
  const faults = [...client.acknowledged.values()].flatMap(({ workloadId, cancel }) => {
    const state = states.get(workloadId) ?? 'lost'
    const isRight = state === 'completed' || (cancel !== 'not-asked' && state === 'cancelled')
    return isRight ? [] : [`${workloadId} is ${state}, its cancellation ${cancel}`]
  })
  return { law: 'everything came to its end', faults }
}

/** The journal and the bill, by the API of the daemon that is still up. */
export async function checkBooks(api: Api): Promise<readonly Check[]> {
  const verify = await api.call('POST', '/v1/journal/verify')
  const replay = await api.call('POST', '/v1/journal/replay')
  const reconcile = await api.call('GET', '/v1/bill/reconcile')
  const isIntact = (verify?.body as { readonly status?: string } | undefined)?.status === 'intact'
  const isEqual = (replay?.body as { readonly isEqual?: boolean } | undefined)?.isEqual === true
  const bill = reconcile?.body as
    | {
        readonly diffAcceleratorH?: string
        readonly differences?: readonly unknown[]
        readonly unknown?: readonly string[]
      }
    | undefined
  const isZero =
    Number(bill?.diffAcceleratorH) === 0 &&
    bill?.differences?.length === 0 &&
    bill.unknown?.length === 0
  const say = (answer: typeof verify): string => JSON.stringify(answer).slice(0, 600)
  return [
    { law: 'the journal verifies', faults: isIntact ? [] : [say(verify)] },
    { law: 'replay gives the live decision hash', faults: isEqual ? [] : [say(replay)] },
    { law: 'the bill reconciles to zero', faults: isZero ? [] : [say(reconcile)] },
  ]
}

/** The same by the command line, after the last daemon has ended, and what the daemons left behind. */
export async function checkAfterwards(place: Place): Promise<readonly Check[]> {
  const main = resolve(import.meta.dirname, '../../src/cli/main.ts')
  const offline = (['verify', 'replay'] as const).map((what): Check => {
    const run = spawnSync(process.execPath, [main, 'journal', what, '--data', place.data], {
      encoding: 'utf8',
    })
    return {
      law: `gridloom journal ${what} agrees without a daemon`,
      faults: run.status === 0 ? [] : [`exit ${run.status}: ${run.stdout}${run.stderr}`],
    }
  })
  // Launchers leave a moment after their leg.
  for (let i = 0; i < 50 && processesOf(place.root).length > 0; i++) await sleep(100)
  const said = readFileSync(place.said, 'utf8')
  return [
    ...offline,
    { law: 'no process is left behind', faults: processesOf(place.root) },
    {
      law: 'no daemon met a defect',
      faults: /defect|diverged|decides otherwise/u.test(said) ? [said.slice(0, 2000)] : [],
    },
  ]
}
