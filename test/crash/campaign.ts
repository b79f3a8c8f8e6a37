import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { SiteView, WorkloadDetail, WorkloadView } from '../../src/control/index.ts'
import { checkAll, processesOf } from './campaign-checks.ts'
import type { Check } from './campaign-checks.ts'
import { apiOf, startDaemon } from './campaign-daemon.ts'
import type { Api, CampaignDaemon } from './campaign-daemon.ts'
import { createLoad } from './campaign-load.ts'
import type { Load } from './campaign-load.ts'

/**
 * Kills a real daemon (-9) at random points under load, again and again, and then asks whether it kept its promises:
 *
 *     npm run test:crash -- --kills 200 --seed 7
 *
 * The seed gives the same kills and the same submissions in the same order; how they meet the daemon's own steps is the
 * machine's doing and differs from run to run. A third of the kills falls into recovery, the others into work.
 */
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, seed: { type: 'string' } },
})
const kills = Number(values.kills)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const random = mulberry(seed)
const folder = mkdtempSync(join(tmpdir(), 'gridloom-crash-'))
const startsFile = join(folder, 'starts')
const startedMs = performance.now()

console.log(`crash campaign: ${kills} kills, seed ${seed}, data in ${folder}`)
writeFleet()
const load = createLoad(random, startsFile)
const inRecovery = await killAndKill()
const checks = await settleAndCheck()
for (const check of checks)
  console.log(`${check.isKept ? 'ok ' : 'NOT'} ${check.promise}: ${check.evidence}`)
const failed = checks.filter((check) => !check.isKept).length
console.log(
  `${kills} kills, ${inRecovery} of them before the API answered, in ${Math.round((performance.now() - startedMs) / 1000)} s; seed ${seed}`,
)
console.log(`${checks.length - failed} passed, ${failed} failed`)
if (failed === 0) rmSync(folder, { recursive: true, force: true })
process.exitCode = failed === 0 ? 0 : 1

async function killAndKill(): Promise<number> {
  let early = 0
  for (let kill = 1; kill <= kills; kill++) {
    const daemon = startDaemon(folder)
    if (random() < 0.33) {
      const delayMs = random() * 900
      const isUp = await Promise.race([daemon.url.then((url) => url !== undefined), pause(delayMs)])
      if (isUp !== true) early++
      await daemon.kill()
    } else await workThenKill(daemon, random() * 600)
    if (kill % 10 === 0)
      console.log(
        `  ${kill} kills, ${load.acknowledged.size} acknowledged, ${Math.round((performance.now() - startedMs) / 1000)} s`,
      )
  }
  return early
}

async function workThenKill(daemon: CampaignDaemon, delayMs: number): Promise<void> {
  const url = await daemon.url
  if (url === undefined)
    throw new Error(
      `the daemon ended by itself: ${readFileSync(join(folder, 'daemon.log'), 'utf8')}`,
    )
  const work = load.run(apiOf(url, folder))
  await pause(delayMs)
  await daemon.kill()
  await work
}

/** One last daemon: what is open comes to its end, then every promise is looked at. */
async function settleAndCheck(): Promise<readonly Check[]> {
  const daemon = startDaemon(folder)
  const url = await daemon.url
  if (url === undefined)
    throw new Error(
      `the last daemon did not start: ${readFileSync(join(folder, 'daemon.log'), 'utf8')}`,
    )
  const api = apiOf(url, folder)
  const isSettled = await settle(api, load)
  const checks = [...(await checkAll(api, load, startsFile))]
  checks.push({
    promise: 'everything comes to its end',
    isKept: isSettled,
    evidence: isSettled ? 'no leg is left' : 'work is left after 180 s',
  })
  await daemon.stop()
  await pause(500)
  const left = processesOf(folder)
  checks.push({
    promise: 'no process is left behind',
    isKept: left.length === 0,
    evidence: left.join(' ') || 'none',
  })
  return checks
}

async function settle(api: Api, load: Load): Promise<boolean> {
  const work = load.run(api)
  while (load.unanswered() > 0) await pause(20)
  load.stop()
  await work
  const endMs = performance.now() + 180_000
  let sayAtMs = performance.now() + 10_000
  while (performance.now() < endMs) {
    const sites = await api.ask<{ readonly sites: readonly SiteView[] }>('GET', '/v1/sites')
    const open = await api.ask<{ readonly workloads: readonly WorkloadView[] }>(
      'GET',
      '/v1/workloads?limit=200',
    )
    const isIdle = sites?.body.sites.every((site) => site.legs === 0) === true
    if (performance.now() > sayAtMs) {
      sayAtMs = performance.now() + 20_000
      const late = open?.body.workloads.filter((one) => one.endedAtMs === undefined) ?? []
      for (const { id } of late) {
        const detail = await api.ask<WorkloadDetail>('GET', `/v1/workloads/${id}`)
        const legs = detail?.body.legs.map((leg) => `${leg.legId} ${leg.siteId} ${leg.phase}`)
        console.log(`  waits for ${id}, ${detail?.body.state}: ${legs?.join(', ')}`)
      }
    }
    if (isIdle && open?.body.workloads.every((one) => one.endedAtMs !== undefined) === true)
      return true
    await pause(200)
  }
  return false
}

/** The smallest fleet with ports of its own and a start window that fits a machine under such treatment. */
function writeFleet(): void {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'fleets', 'laptop.yaml'), 'utf8')
    .replace('from: 21000, to: 21499', 'from: 26000, to: 26499')
    .replace('from: 21500, to: 21999', 'from: 26500, to: 26999')
  writeFileSync(join(folder, 'fleet.yaml'), text)
}

function pause(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined))
}

/** Mulberry32, public domain (T. Ettinger): small, seeded, good enough to choose instants. */
function mulberry(start: number): () => number {
  let state = start >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
