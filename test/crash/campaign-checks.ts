import { existsSync, readFileSync, readdirSync } from 'node:fs'
import type {
  JournalCheckView,
  ReconcileView,
  ReplayView,
  WorkloadDetail,
} from '../../src/control/index.ts'
import type { Api } from './campaign-daemon.ts'
import type { Load } from './campaign-load.ts'

/** A promise of the control plane, and what was seen of it. */
export interface Check {
  readonly promise: string
  readonly isKept: boolean
  readonly evidence: string
}

/** After the last kill, when everything acknowledged has come to its end. */
export async function checkAll(
  api: Api,
  load: Load,
  startsFile: string,
): Promise<readonly Check[]> {
  const details = await showAll(api, load)
  const starts = startsOf(startsFile)
  const missing = [...load.acknowledged.values()].filter((id) => !details.has(id))
  const twice = [...starts].filter(([, count]) => count > 1)
  const halves = halfStarted(details, load, starts)
  const unrun = [...details.values()].filter(
    (one) => one.state === 'completed' && one.legs.some((leg) => starts.get(leg.legId) !== 1),
  )
  const odd = [...details.values()].filter(
    (one) => one.state !== 'completed' && !load.cancelled.has(one.id),
  )
  const verified = (await api.ask<JournalCheckView>('POST', '/v1/journal/verify'))?.body
  const replayed = (await api.ask<ReplayView>('POST', '/v1/journal/replay'))?.body
  const reconciled = (
    await api.ask<ReconcileView>(
      'GET',
      '/v1/bill/reconcile?from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z',
    )
  )?.body
  const isZero =
    reconciled !== undefined &&
    Number(reconciled.diffAcceleratorH) === 0 &&
    reconciled.differences.length === 0 &&
    reconciled.unknown.length === 0
  return [
    {
      promise: 'an acknowledgement holds for ever, and a key is one workload',
      isKept: load.faults.length === 0,
      evidence: load.faults.slice(0, 3).join('; ') || `${load.acknowledged.size} keys`,
    },
    {
      promise: 'nothing acknowledged is lost',
      isKept: missing.length === 0,
      evidence: `${load.acknowledged.size} acknowledged, ${missing.length} missing ${missing.slice(0, 3).join(' ')}`,
    },
    {
      promise: 'no leg runs twice',
      isKept: twice.length === 0,
      evidence: `${starts.size} legs started, ${twice.length} more than once ${twice.slice(0, 3).join(' ')}`,
    },
    {
      promise: 'what completed ran every leg once',
      isKept: unrun.length === 0,
      evidence:
        unrun
          .slice(0, 3)
          .map((one) => one.id)
          .join(' ') || 'all',
    },
    {
      promise: 'a gang that nobody cancelled never half-starts',
      isKept: halves.length === 0,
      evidence: halves.slice(0, 3).join(' ') || 'none',
    },
    {
      promise: 'everything not cancelled completed',
      isKept: odd.length === 0,
      evidence:
        odd
          .slice(0, 3)
          .map((one) => `${one.id} ${one.state}: ${one.summary}`)
          .join('; ') || `${details.size} workloads`,
    },
    {
      promise: 'the journal verifies',
      isKept: verified?.status === 'intact',
      evidence: JSON.stringify(verified),
    },
    {
      promise: 'replay gives the live decision hash',
      isKept: replayed?.isEqual === true,
      evidence: JSON.stringify(replayed),
    },
    {
      promise: 'metered equals engine accounting',
      isKept: isZero,
      evidence: `engine ${reconciled?.engineAcceleratorH}, metered ${reconciled?.meteredAcceleratorH}, ${reconciled?.differences.length} differences, ${reconciled?.unknown.length} unknown`,
    },
  ]
}

async function showAll(api: Api, load: Load): Promise<Map<string, WorkloadDetail>> {
  const details = new Map<string, WorkloadDetail>()
  for (const id of load.acknowledged.values()) {
    const answer = await api.ask<WorkloadDetail>('GET', `/v1/workloads/${id}`)
    if (answer?.status === 200) details.set(id, answer.body)
  }
  return details
}

/** Starts by leg id. */
function startsOf(startsFile: string): ReadonlyMap<string, number> {
  const starts = new Map<string, number>()
  if (!existsSync(startsFile)) return starts
  for (const line of readFileSync(startsFile, 'utf8').split('\n').filter(Boolean)) {
    const [legId = ''] = line.split(' ')
    starts.set(legId, (starts.get(legId) ?? 0) + 1)
  }
  return starts
}

/** Attempts of gangs of which one leg ran and the other did not. */
function halfStarted(
  details: ReadonlyMap<string, WorkloadDetail>,
  load: Load,
  starts: ReadonlyMap<string, number>,
): readonly string[] {
  return [...details.values()]
    .filter((one) => one.kind === 'training' && !load.cancelled.has(one.id))
    .flatMap((one) =>
      Array.from({ length: one.attempt }, (_, i) => `${one.id}.${i + 1}`).filter(
        (attempt) => starts.has(`${attempt}.0`) !== starts.has(`${attempt}.1`),
      ),
    )
}

/** Processes whose command line or environment names the campaign's folder. */
export function processesOf(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) =>
      ['cmdline', 'environ'].some((file) => textOf(`/proc/${pid}/${file}`).includes(folder)),
    )
    .map(Number)
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
