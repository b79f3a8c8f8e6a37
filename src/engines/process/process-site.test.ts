import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { bench, legsOf, type Bench } from '../conformance-bench.ts'
import type { Engine, LegOrder, LegReport } from '../engine.ts'
import { identityOf, isAlive } from './process-identity.ts'
import { planLaunch } from './launch.ts'
import { openProcessEngine } from './process-engine.ts'
import { siteFolder } from './site-folder.ts'

const pools = [{ id: 'gpu', accelerator: 'h100-sxm', nodes: 1, acceleratorsPerNode: 4 }]

interface Place extends Bench {
  readonly site: string
}

async function inSite(act: (place: Place) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'gridloom-site-'))
  const site = join(directory, 'site')
  const evidence = join(directory, 'evidence')
  mkdirSync(evidence)
  const made = await bench({
    siteId: 'desk',
    poolId: 'gpu',
    accelerator: 'h100-sxm',
    accelerators: 4,
    evidence,
    engine: async () =>
      openProcessEngine({ siteId: 'desk', directory: site, pools, nowMs: Date.now, graceMs: 400 }),
    nowMs: Date.now,
    advance: (ms) => delay(ms),
    setForeign: async (accelerators) => {
      const load = { poolId: 'gpu', accelerators, pid: process.pid }
      writeFileSync(join(site, 'foreign', 'someone.json'), JSON.stringify(load))
    },
    setReachable: async () => {},
    [Symbol.asyncDispose]: async () => rmSync(directory, { recursive: true, force: true }),
  })
  try {
    await act({ ...made, site })
  } finally {
    await made.clear()
  }
}

/** A daemon's worth: another process that opens the engine, allocates, and then stays until it is killed. */
function otherDaemon(
  place: Place,
  orders: readonly LegOrder[],
): Promise<{ kill(): Promise<void> }> {
  const door = JSON.stringify(new URL('./process-engine.ts', import.meta.url).href)
  const options = JSON.stringify({ siteId: 'desk', directory: place.site, pools })
  const program = `
    const { openProcessEngine } = await import(${door})
    const engine = openProcessEngine({ ...${options}, nowMs: Date.now })
    const orders = JSON.parse(process.argv[1])
    await Promise.all(orders.map((order) => engine.allocate(order)))
    console.log('allocated')
    setInterval(() => {}, 1000)`
  const argv = ['--input-type=module', '-e', program, JSON.stringify(orders)]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.stdout.once('data', () =>
      resolve({
        kill: async () => {
          child.kill('SIGKILL')
          await gone
        },
      }),
    )
  })
}

const launcherPid = (report: LegReport): number =>
  Number.parseInt(report.engineJobId.slice('pid-'.length))
const never = ['/bin/sh', '-c', 'exec sleep 600']

describe.concurrent('process site', () => {
  test('legs outlive the kill of the process that started them and are taken up by the next', () =>
    inSite(async (place) => {
      const running = place.order()
      const held = place.order({ runMs: 40, exitCode: 6 }, { barrier: true })
      const daemon = await otherDaemon(place, [running, held])
      const started = await place.until('the command runs', async () =>
        place.written(running.legId).includes('started'),
      )
      expect(started).toBe(true)
      await daemon.kill()
      const engine = await place.engine()
      await place.reachPhase(engine, running.legId, 'running')
      await place.reachPhase(engine, held.legId, 'held')
      await engine.release(held.legId)
      const ended = await place.reachPhase(engine, held.legId, 'ended')
      expect(ended).toMatchObject({ outcome: 'failed', exitCode: 6 })
      await engine.cancel(running.legId)
      await place.reachPhase(engine, running.legId, 'ended')
      expect(place.written(running.legId)).toEqual(['started', 'terminated'])
    }))

  test('thirty allocates of one leg from three processes at once start one command', () =>
    inSite(async (place) => {
      const order = place.order()
      const orders = Array.from({ length: 10 }, () => order)
      const daemons = await Promise.all([0, 1, 2].map(() => otherDaemon(place, orders)))
      const engine = await place.engine()
      await place.reachPhase(engine, order.legId, 'running')
      for (const daemon of daemons) await daemon.kill()
      await place.advance(500)
      expect(place.written(order.legId)).toEqual(['started'])
      expect(legsOf(await engine.observe())).toHaveLength(1)
    }))

  test('of many launchers of one leg only one stays', () =>
    inSite(async (place) => {
      const engine = await place.engine()
      const order = place.order({}, { barrier: true })
      const site = siteFolder(place.site)
      const folder = join(site.legs, order.legId)
      mkdirSync(folder)
      writeFileSync(join(folder, 'order.json'), JSON.stringify(order))
      planLaunch({ site, order, slots: [0], graceMs: 400 })
      const path = join(import.meta.dirname, 'launcher.ts')
      const exits: (number | null)[] = []
      for (let started = 0; started < 5; started++) {
        const launcher = spawn(process.execPath, [path, folder], { stdio: 'ignore' })
        launcher.once('exit', (code) => exits.push(code))
      }
      await place.until('four have left', async () => exits.length === 4)
      await place.reachPhase(engine, order.legId, 'held')
      await engine.release(order.legId)
      await place.until('it has started', async () => place.written(order.legId).length > 0)
      await place.advance(200)
      expect(place.written(order.legId)).toEqual(['started'])
      expect(exits).toEqual([0, 0, 0, 0])
    }))

  test('when a launcher is killed its leg vanishes, and nothing of the tenant runs on', () =>
    inSite(async (place) => {
      const engine = await place.engine()
      const pidFile = join(place.evidence!, 'pids')
      const command = [
        '/bin/sh',
        '-c',
        'setsid sleep 600 & echo $! $$ > "$PIDS.part" && mv "$PIDS.part" "$PIDS"; sleep 600',
      ]
      const order = place.order({}, { command, environment: { PIDS: pidFile } })
      await place.allocate(engine, order)
      await place.until('it has started', async () => existsSync(pidFile))
      const report = await place.reachPhase(engine, order.legId, 'running')
      const pids = readFileSync(pidFile, 'utf8').trim().split(' ').map(Number)
      const processes = pids.map((pid) => identityOf(pid)!)
      expect(processes.map(({ pid }) => pid)).toEqual(pids)
      process.kill(launcherPid(report), 'SIGKILL')
      const ended = await place.reachPhase(engine, order.legId, 'ended')
      expect(ended.outcome).toBe('vanished')
      await place.until('its processes are gone', async () => !processes.some(isAlive))
      const account = await engine.account(order.legId)
      expect(account).toMatchObject({ fromMs: report.startedAtMs, toMs: ended.endedAtMs })
      expect(await engine.allocate(order)).toEqual({ status: 'done' })
      expect((await place.report(engine, order.legId))?.phase).toBe('ended')
    }))

  test('a launcher killed at the barrier leaves a leg that never ran', () =>
    inSite(async (place) => {
      const engine = await place.engine()
      const order = place.order({}, { barrier: true })
      await place.allocate(engine, order)
      const held = await place.reachPhase(engine, order.legId, 'held')
      process.kill(launcherPid(held), 'SIGKILL')
      const ended = await place.reachPhase(engine, order.legId, 'ended')
      expect(ended.outcome).toBe('vanished')
      await engine.release(order.legId)
      expect(await engine.account(order.legId)).toBeUndefined()
      expect(place.written(order.legId)).toEqual([])
    }))

  test('an order that was cut off anywhere before its launcher is carried out once', () =>
    inSite(async (place) => {
      const engine = await place.engine()
      const cuts: ((folder: string, order: LegOrder) => void)[] = [
        (folder) => mkdirSync(folder),
        (folder) => {
          mkdirSync(folder)
          writeFileSync(join(folder, 'order.json.1.0.part'), '{"legId":')
        },
        (folder, order) => {
          mkdirSync(folder)
          writeFileSync(join(folder, 'order.json'), JSON.stringify(order))
        },
        (folder, order) => {
          mkdirSync(folder)
          writeFileSync(join(folder, 'order.json'), JSON.stringify(order))
          writeFileSync(join(folder, 'launcher.log'), '')
        },
      ]
      for (const cut of cuts) {
        const order = place.order({ runMs: 40 })
        cut(join(place.site, 'legs', order.legId), order)
        expect((await place.report(engine, order.legId))?.phase ?? 'queued').toBe('queued')
        await place.allocate(engine, order)
        await place.reachPhase(engine, order.legId, 'ended')
        expect(place.written(order.legId)).toEqual(['started', 'finished'])
      }
    }))

  test('legs wait for slots, hold different ones, and give them back', () =>
    inSite(async (place) => {
      const engine = await place.engine()
      const holdsThree = place.order({}, { accelerators: 3, barrier: true })
      const needsTwo = place.order({}, { accelerators: 2, command: ['/usr/bin/env'] })
      const needsOne = place.order({ runMs: 40 }, { command: ['/usr/bin/env'] })
      await place.allocate(engine, holdsThree)
      expect((await engine.allocate(needsTwo)).status).toBe('unknown')
      expect((await place.report(engine, needsTwo.legId))?.phase).toBe('queued')
      await place.setForeign(1)
      expect((await engine.allocate(needsOne)).status).toBe('unknown')
      await place.setForeign(0)
      await place.allocate(engine, needsOne)
      await place.reachPhase(engine, needsOne.legId, 'ended')
      await engine.cancel(holdsThree.legId)
      await place.reachPhase(engine, holdsThree.legId, 'ended')
      await place.allocate(engine, needsTwo)
      await place.reachPhase(engine, needsTwo.legId, 'ended')
      const slotsOf = async (order: LegOrder): Promise<string | undefined> => {
        const { text } = await engine.readLog(order.legId, 0, 65_536)
        return /^GRIDLOOM_ACCELERATOR_SLOTS=(.*)$/m.exec(text)?.[1]
      }
      expect(await slotsOf(needsOne)).toBe('3')
      expect(await slotsOf(needsTwo)).toBe('0,1')
    }))

  test('a leg that waits for slots is ended by a cancel and never runs', () =>
    inSite(async (place) => {
      const engine = await place.engine()
      const full = place.order({}, { accelerators: 4, barrier: true })
      const queued = place.order()
      await place.allocate(engine, full)
      expect((await engine.allocate(queued)).status).toBe('unknown')
      await engine.cancel(queued.legId)
      expect(await place.report(engine, queued.legId)).toMatchObject({
        phase: 'ended',
        outcome: 'cancelled',
      })
      await engine.cancel(full.legId)
      await place.reachPhase(engine, full.legId, 'ended')
      expect((await engine.allocate(queued)).status).toBe('refused')
      expect(place.written(queued.legId)).toEqual([])
    }))

  test('a command that will not hear SIGTERM is killed after the grace, with its children', () =>
    inSite(async (place) => {
      const engine = await place.engine()
      const text = `trap '' TERM; echo started >> "$EVIDENCE"; sleep 600 & wait; sleep 600`
      const order = place.order({}, { command: ['/bin/sh', '-c', text] })
      const environment = { EVIDENCE: join(place.evidence!, order.legId) }
      await place.allocate(engine, { ...order, environment })
      await place.until('it runs', async () => place.written(order.legId).includes('started'))
      await engine.cancel(order.legId)
      const ended = await place.reachPhase(engine, order.legId, 'ended')
      expect(ended).toMatchObject({ outcome: 'cancelled', exitCode: 128 + 9 })
    }))

  test('a signal for which the command has no handler yet does not end it, and comes when it has', () =>
    inSite(async (place) => {
      const engine = await place.engine()
      const go = join(place.evidence!, 'go')
      const text = `while [ ! -e "$GO" ]; do sleep 0.02; done
        trap 'echo checkpoint >> "$EVIDENCE"' USR1; while :; do sleep 0.02; done`
      const order = place.order({}, { command: ['/bin/sh', '-c', text] })
      const environment = { GO: go, EVIDENCE: join(place.evidence!, order.legId) }
      await place.allocate(engine, { ...order, environment })
      await place.reachPhase(engine, order.legId, 'running')
      await engine.signal(order.legId, { kind: 'checkpoint-now' })
      await place.advance(300)
      expect((await place.report(engine, order.legId))?.phase).toBe('running')
      writeFileSync(go, '')
      await place.until('it was told', async () => place.written(order.legId).length > 0)
    }))

  test('a leg whose folder was removed ends', () =>
    inSite(async (place) => {
      const engine = await place.engine()
      const order = place.order({}, { command: never })
      await place.allocate(engine, order)
      const running = await place.reachPhase(engine, order.legId, 'running')
      const tenantFile = join(place.site, 'legs', order.legId, 'tenant.json')
      const { pid } = JSON.parse(readFileSync(tenantFile, 'utf8')) as { pid: number }
      const processes = [pid, launcherPid(running)].map((one) => identityOf(one)!)
      rmSync(join(place.site, 'legs', order.legId), { recursive: true })
      await place.until('both are gone', async () => !processes.some(isAlive))
    }))

  test('a command sees nothing of the environment of the daemon', () =>
    inSite(async (place) => {
      const engine = await place.engine()
      process.env['DATABASE_PASSWORD'] = 'secret'
      const order = place.order({}, { command: ['/usr/bin/env'], environment: { MINE: '1' } })
      await place.allocate(engine, order)
      await place.reachPhase(engine, order.legId, 'ended')
      const { text } = await engine.readLog(order.legId, 0, 65_536)
      const names = text
        .trim()
        .split('\n')
        .map((line) => line.split('=')[0]!)
      const own = names.filter((name) => !name.startsWith('GRIDLOOM_')).sort()
      expect(own).toEqual(['HOME', 'LANG', 'MINE', 'PATH'])
    }))

  test('log, account and checkpoints of a run stay when its leg is forgotten', () =>
    inSite(async (place) => {
      const engine = await place.engine()
      const text = 'echo saved > "$GRIDLOOM_CHECKPOINT_DIR/step"; echo said'
      const first = place.order({}, { command: ['/bin/sh', '-c', text] })
      await place.allocate(engine, first)
      await place.reachPhase(engine, first.legId, 'ended')
      const account = await engine.account(first.legId)
      expect(account?.toMs).toBeDefined()
      await engine.forget(first.legId)
      expect(existsSync(join(place.site, 'legs', first.legId))).toBe(false)
      expect(await engine.account(first.legId)).toEqual(account)
      expect(await engine.readLog(first.legId, 0, 100)).toMatchObject({
        text: 'said\n',
        isEnded: true,
      })
      const command = ['/bin/sh', '-c', 'cat "$GRIDLOOM_CHECKPOINT_DIR/step"']
      const second = place.order({}, { command, contract: { ...first.contract, attempt: 2 } })
      await place.allocate(engine, second)
      await place.reachPhase(engine, second.legId, 'ended')
      expect((await engine.readLog(second.legId, 0, 100)).text).toBe('saved\n')
    }))

  test('a folder of another site, or one whose volume is gone, is silent and not empty', () =>
    inSite(async (place) => {
      await place.engine()
      const elsewhere = join(place.site, '..', 'unmounted')
      mkdirSync(join(elsewhere, 'lost+found'), { recursive: true })
      const options = { pools, nowMs: () => 5 }
      const engines: Engine[] = [
        openProcessEngine({ ...options, siteId: 'shed', directory: place.site }),
        openProcessEngine({ ...options, siteId: 'desk', directory: elsewhere }),
      ]
      for (const engine of engines)
        expect(await engine.observe()).toMatchObject({ isReachable: false, atMs: 5 })
    }))
})
