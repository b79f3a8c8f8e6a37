import { mkdtempSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import {
  checkAcknowledged,
  checkAfterwards,
  checkBooks,
  checkEnds,
  checkStarts,
  untilOver,
} from './checks.ts'
import type { Check } from './checks.ts'
import { createClient } from './client.ts'
import type { Client } from './client.ts'
import { startDaemon } from './daemon.ts'
import type { Api, Daemon } from './daemon.ts'
import { planKill } from './plan.ts'
import type { Kill } from './plan.ts'
import { crashFleet, placeAt } from './world.ts'
import type { Place } from './world.ts'

/**
 * Kills a real daemon again and again, while it starts, while it works and while it writes its journal, and then asks
 * whether it kept its promises. `npm run test:crash -- --kills 200 --seed 1`: the seed gives the same kills and the same
 * submissions, but not the same interleaving, which is up to the machine.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    keep: { type: 'boolean', default: false },
  },
})
const kills = Number(values.kills)
const seed = Number(values.seed)

/** A kill that waits for writes to the journal waits no longer: an idle daemon writes nothing. */
const commitWaitMaxMs = 1500
const say = (text: string): void => void process.stderr.write(`${text}\n`)

async function main(): Promise<number> {
  const place = placeAt(mkdtempSync(join(tmpdir(), 'gridloom-crash-')))
  writeFileSync(place.fleetFile, crashFleet())
  say(`seed ${seed}, ${kills} kills, in ${place.root}`)
  using client = createClient({ seed, place })
  const checks: Check[] = []
  const startedMs = performance.now()
  for (let index = 0; index < kills; index++) {
    const check = await round(place, client, planKill(seed, index))
    if (check !== undefined) checks.push(check)
    for (const fault of check?.faults ?? []) say(`kill ${index + 1}: ${fault}`)
    if ((index + 1) % 10 === 0 || index + 1 === kills) {
      const seconds = Math.round((performance.now() - startedMs) / 1000)
      say(`${index + 1} of ${kills} kills, ${client.acknowledged.size} acknowledged, ${seconds} s`)
    }
  }
  checks.push(...(await finish(place, client)))
  return report(checks, place)
}

/** One daemon from its start to its kill. Checks what was acknowledged to its predecessors, if it lives long enough. */
async function round(place: Place, client: Client, kill: Kill): Promise<Check | undefined> {
  const daemon = startDaemon(place)
  if (kill.when === 'starting') {
    await sleep(kill.afterMs)
    await daemon.kill()
    return undefined
  }
  const api = await daemon.ready
  if (api === undefined) return { law: 'a daemon starts again', faults: ['it ended by itself'] }
  const check = await checkAcknowledged(api, client)
  const loading = client.load(api)
  await (kill.when === 'loaded' ? sleep(kill.afterMs) : untilWrites(place, kill.writes))
  await daemon.kill()
  client.stop()
  await loading
  return check ?? { law: 'a daemon answers', faults: ['it did not'] }
}

/** Resolves at the n-th write to the journal: the kill then falls into a commit or right behind one. */
async function untilWrites(place: Place, writes: number): Promise<void> {
  const seen = Promise.withResolvers<void>()
  let left = writes
  const watcher = watch(place.data, (_, name) => {
    if (name?.startsWith('journal.sqlite') === true && --left <= 0) seen.resolve()
  })
  await Promise.race([seen.promise, sleep(commitWaitMaxMs)])
  watcher.close()
}

/** The last daemon is left to bring everything to its end; then the books are looked at. */
async function finish(place: Place, client: Client): Promise<readonly Check[]> {
  const daemon: Daemon = startDaemon(place)
  const api: Api | undefined = await daemon.ready
  if (api === undefined) return [{ law: 'the last daemon starts', faults: ['it ended by itself'] }]
  await client.settle(api)
  say(`${client.acknowledged.size} acknowledged; now they come to their end`)
  const all = await untilOver(api)
  const acknowledged = await checkAcknowledged(api, client)
  const checks = [
    acknowledged ?? { law: 'the last daemon answers', faults: ['it did not'] },
    checkEnds(all, client),
    ...(await checkStarts(api, place, { client, all })),
    ...(await checkBooks(api)),
  ]
  await daemon.stop()
  return [...checks, ...(await checkAfterwards(place))]
}

function report(checks: readonly Check[], place: Place): number {
  const failed = checks.filter(({ faults }) => faults.length > 0)
  const laws = Map.groupBy(checks, ({ law }) => law)
  for (const [law, all] of laws) {
    const bad = all.filter(({ faults }) => faults.length > 0)
    process.stdout.write(
      `${bad.length === 0 ? 'holds ' : 'BROKEN'} ${law} (${all.length} checks)\n`,
    )
    for (const fault of bad.flatMap(({ faults }) => faults).slice(0, 20))
      process.stdout.write(`         ${fault}\n`)
  }
  process.stdout.write(
    `seed ${seed}: repeat with npm run test:crash -- --kills ${kills} --seed ${seed}\n`,
  )
  process.stdout.write(`${checks.length - failed.length} passed, ${failed.length} failed\n`)
  if (failed.length > 0 || values.keep)
    process.stdout.write(`everything is kept in ${place.root}\n`)
  else rmSync(place.root, { recursive: true, force: true })
  return failed.length === 0 ? 0 : 1
}

process.exitCode = await main()
