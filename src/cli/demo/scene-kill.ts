import { readFileSync, readdirSync } from 'node:fs'
import { until } from './stage.ts'
import type { Scene } from './scene.ts'

export async function killAndGoOn({ stage, api, ids, stop, kill, restart }: Scene): Promise<void> {
  stage.step('Kill the daemon (-9) and go on')
  const before = await api().workload(ids.training)
  const stepBefore = (await api().reports(ids.training, 0)).at(-1)?.step ?? 0
  const pid = await kill()
  const counts = before.legs.map((leg) => tenantsOf(leg.legId))
  await restart()
  const after = await api().workload(ids.training)
  const later = await until(
    async () => {
      const step = (await api().reports(ids.training, 0)).at(-1)?.step ?? 0
      return step > stepBefore ? step : undefined
    },
    { withinS: 20, stop },
  )
  const isSame =
    after.attempt === before.attempt &&
    after.legs.every((leg, i) => leg.engineJobId === before.legs[i]?.engineJobId)
  const countsAfter = before.legs.map((leg) => tenantsOf(leg.legId))
  const isSingle = [...counts, ...countsAfter].every((count) => count === 1)
  stage.check(
    'no leg is lost or doubled: the new daemon adopts what runs',
    isSame && isSingle && after.state === 'running',
    `daemon ${pid} killed; ${after.legs.map((leg) => `${leg.legId} still process ${leg.engineJobId}`).join(', ')}; commands per leg while it was dead ${counts.join(', ')}, after ${countsAfter.join(', ')}`,
  )
  stage.check(
    'the run did not notice',
    later !== undefined,
    `step ${stepBefore} before, ${later ?? 'no later step'} after`,
  )
}

/** Processes that run a leg's command: those whose environment names the leg, except its launcher, which has no such name. */
function tenantsOf(legId: string): number {
  const entry = `GRIDLOOM_LEG_ID=${legId}`
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => environmentOf(pid).includes(entry)).length
}

function environmentOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    // Gone meanwhile, or not ours to read.
    return []
  }
}
