import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, it } from 'vitest'
import { openWanLink } from '../../src/engines/process/wan-link.ts'
import type { WanLink, WanLinkSettings } from '../../src/engines/process/wan-link.ts'
import { decode } from './peers.ts'

/** One line of a leg: a report or an event. */
interface Line {
  readonly event?: string
  readonly exit?: number
  readonly step: number
  readonly loss: number
  readonly mode: string
  readonly digest: string
  readonly steps: number
  readonly computeMs: number
  readonly waitLinkMs: number
  readonly waitPeerMs: number
  readonly peers: number
  readonly exchanges: number
  readonly skipped: number
}

const up: WanLinkSettings = { rateGbps: 0.5, delayMs: 2, state: 'up' }
const rendezvousOf = (port: number) => `127.0.0.1:${port}`
const cleanups: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trainer-'))
  cleanups.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Waits for something that must happen; the test's own time limit is the only clock. */
const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5))
}

function startLeg(contract: Record<string, string | number>, options: readonly string[]) {
  const environment = Object.entries(contract).map(([name, value]) => [
    `GRIDLOOM_${name}`,
    String(value),
  ])
  const child = spawn(process.execPath, [join(import.meta.dirname, 'train.ts'), ...options], {
    env: { PATH: process.env['PATH'], ...Object.fromEntries(environment) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close').then(([code]) => code as number)
  cleanups.push(() => child.kill('SIGKILL') && ended)
  const lines: Line[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)))
  const reports = () => lines.filter(({ event, exit }) => event === undefined && exit === undefined)
  const event = (name: string) => lines.findLast((line) => line.event === name)
  return { child, ended, lines, reports, event, last: () => reports().at(-1) }
}
type Leg = ReturnType<typeof startLeg>

interface Gang {
  readonly legs: readonly [Leg, Leg]
  readonly link: WanLink
  readonly folder: string
  readonly hubPort: number
  setMode(sync: 'sync' | 'loose', speedShare?: number): Promise<void>
}

/** Two legs; the second reaches the first through a link that can be slowed and cut. */
async function startGang(
  options: string,
  how: {
    settings?: WanLinkSettings
    sync?: string
    folder?: string
    tokens?: [number, number]
  } = {},
): Promise<Gang> {
  const folder = how.folder ?? (await makeFolder())
  const port = await findPort()
  const link = await openWanLink({
    listen: { host: '127.0.0.1', port: 0 },
    to: { host: '127.0.0.1', port },
    settings: how.settings ?? up,
  })
  cleanups.push(() => link[Symbol.asyncDispose]())
  const control = join(folder, 'control.json')
  const leg = (rank: 0 | 1) =>
    startLeg(
      {
        ...{ RUN_ID: 'run', LEG_RANK: rank, LEG_COUNT: 2, SYNC: how.sync ?? 'sync' },
        ...{ FENCING_TOKEN: how.tokens?.[rank] ?? 7, CONTROL_FILE: control },
        LISTEN: rendezvousOf(port),
        RENDEZVOUS: rendezvousOf(rank === 0 ? port : link.port),
        CHECKPOINT_DIR: join(folder, 'checkpoints'),
      },
      [...options.split(' '), '--hidden', '16', '--silence-ms', '400'],
    )
  const legs = [leg(0), leg(1)] as const
  return {
    ...{ legs, link, folder, hubPort: port },
    async setMode(sync, speedShare = 1) {
      await writeFile(`${control}.new`, JSON.stringify({ sync, speedShare }))
      await rename(`${control}.new`, control)
      for (const { child } of legs) child.kill('SIGUSR2')
    },
  }
}

const finish = async ({ legs }: Gang) => {
  expect(await Promise.all(legs.map(({ ended }) => ended))).toEqual([0, 0])
  return legs.map((leg) => leg.event('done')!)
}

/** A run of 60 steps that nothing disturbed; others are compared with its weights. */
let undisturbed: Promise<{ readonly digest: string; readonly gang: Gang }> | undefined
const runUndisturbed = () =>
  (undisturbed ??= startGang('--steps 60 --report 10').then(async (gang) => {
    const [one, two] = await finish(gang)
    expect(two!.digest).toBe(one!.digest)
    return { digest: one!.digest, gang }
  }))

it('two legs in sync: the loss falls, and both end with the same weights', async () => {
  const { gang } = await runUndisturbed()
  for (const leg of gang.legs) {
    const losses = leg.reports().map(({ loss }) => loss)
    expect(losses.length).toBe(6)
    expect(losses.at(-1)).toBeLessThan(losses[0]! - 0.2)
    expect(leg.last()).toMatchObject({ step: 60, mode: 'sync', peers: 1, skipped: 0 })
  }
})

it('one leg, and two legs with half the batch each, make the same first step', async () => {
  const folder = await makeFolder()
  const options = ['--hidden', '16', '--steps', '1']
  const alone = startLeg({ CHECKPOINT_DIR: folder }, options)
  expect(await alone.ended).toBe(0)
  const gang = await startGang('--steps 1')
  await finish(gang)
  const read = async (path: string) => decode(await readFile(path))!.frame.body
  const one = await read(join(folder, 'rank-0.ckpt'))
  const two = await read(join(gang.folder, 'checkpoints', 'rank-1.ckpt'))
  // The state holds Adam's mean of the gradient: it shows what was averaged, free of Adam's division by its size.
  const moments = Math.floor(one.length / 5) * 3
  const difference = one.slice(moments).map((value, i) => Math.abs(value - two[moments + i]!))
  expect(Math.max(...one.slice(moments))).toBeGreaterThan(1e-3)
  expect(Math.max(...difference)).toBeLessThan(1e-7)
})

it('loose legs exchange once in --inner steps, their loss falls, and they end with the same weights', async () => {
  const gang = await startGang('--steps 300 --inner 25 --silence-ms 9000', {
    sync: 'loose',
  })
  const [one, two] = await finish(gang)
  expect(two!.digest).toBe(one!.digest)
  const reports = gang.legs[0].reports()
  expect(reports.at(-1)).toMatchObject({ mode: 'loose', exchanges: 300 / 25, skipped: 0 })
  expect(reports.at(-1)!.loss).toBeLessThan(reports[0]!.loss - 0.5)
})

it('with a fixed compute time the wait of a synchronous step is the link', async () => {
  const settings: WanLinkSettings = { rateGbps: 1, delayMs: 60, state: 'up' }
  const gang = await startGang('--steps 5 --report 5 --compute-ms 20', { settings })
  await finish(gang)
  for (const leg of gang.legs) {
    expect(leg.last()!.computeMs).toBeGreaterThanOrEqual(5 * 20 - 5)
    // A round trip of 120 ms; half of it leaves room for legs that do not get a core in time.
    expect(leg.last()!.waitLinkMs).toBeGreaterThan((5 * 120) / 2)
  }
})

it('a leg that was told to slow down makes its peer wait, and that is not called the link', async () => {
  const port = await findPort()
  const folder = await makeFolder()
  await writeFile(join(folder, 'slow.json'), JSON.stringify({ sync: 'sync', speedShare: 0.1 }))
  const contract = (rank: number) => ({
    ...{ LEG_RANK: rank, LEG_COUNT: 2, CHECKPOINT_DIR: join(folder, String(rank)) },
    ...{ LISTEN: rendezvousOf(port), RENDEZVOUS: rendezvousOf(port) },
    CONTROL_FILE: join(folder, rank === 1 ? 'slow.json' : 'none.json'),
  })
  const options = ['--steps', '3', '--report', '3', '--hidden', '16', '--compute-ms', '20']
  const legs = [0, 1].map((rank) => startLeg(contract(rank), options))
  for (const leg of legs) expect(await leg.ended).toBe(0)
  expect(legs[1]!.last()!.computeMs).toBeGreaterThan(3 * 190)
  expect(legs[0]!.last()!.waitPeerMs).toBeGreaterThan(3 * 90)
  expect(legs[0]!.last()!.waitPeerMs).toBeGreaterThan(legs[0]!.last()!.waitLinkMs)
})

it('a run resumes at the step and with the weights of its checkpoint, and goes on as if never stopped', async () => {
  const whole = await runUndisturbed()
  const first = await startGang('--steps 30')
  const [half] = await finish(first)
  // Only the second leg's checkpoint survives: the first gets it over the link.
  await rm(join(first.folder, 'checkpoints', 'rank-0.ckpt'))
  const second = await startGang('--steps 60', { folder: first.folder, tokens: [8, 8] })
  const [end] = await finish(second)
  for (const leg of second.legs)
    expect(leg.event('start')).toMatchObject({ step: 30, digest: half!.digest })
  expect(end!.digest).toBe(whole.digest)
})

it('a leg alone resumes from the newest checkpoint of any rank', async () => {
  const gang = await startGang('--steps 20')
  const [end] = await finish(gang)
  const checkpoints = join(gang.folder, 'checkpoints')
  await rm(join(checkpoints, 'rank-0.ckpt'))
  const contract = { CHECKPOINT_DIR: checkpoints, FENCING_TOKEN: 8, RUN_ID: 'run' }
  const alone = startLeg(contract, ['--hidden', '16', '--steps', '21'])
  expect(await alone.ended).toBe(0)
  expect(alone.event('start')).toMatchObject({ step: 20, digest: end!.digest })
})

it('SIGUSR1 writes a checkpoint at once; SIGTERM writes one and ends with 143', async () => {
  const folder = await makeFolder()
  const options = ['--hidden', '16', '--steps', '100000', '--report', '1']
  const leg = startLeg({ CHECKPOINT_DIR: folder }, options)
  await until(() => leg.reports().length > 0)
  leg.child.kill('SIGUSR1')
  await until(() => leg.event('checkpoint') !== undefined)
  const early = leg.event('checkpoint')!.step
  await until(() => leg.last()!.step > early)
  leg.child.kill('SIGTERM')
  expect(await leg.ended).toBe(143)
  const saved = leg.event('checkpoint')!
  expect(saved.step).toBeGreaterThan(early)
  expect(await readdir(folder)).toEqual(['rank-0.ckpt'])
  expect(decode(await readFile(join(folder, 'rank-0.ckpt')))!.frame.step).toBe(saved.step)
})

it('in sync a cut stalls both legs, and they say that they wait for the link; healed, nothing is lost', async () => {
  const whole = await runUndisturbed()
  const gang = await startGang('--steps 60 --report 1 --compute-ms 15')
  await until(() => gang.legs.every((leg) => leg.reports().length > 3))
  gang.link.set({ ...up, state: 'cut' })
  await until(() => gang.legs.every((leg) => leg.event('wait-for-link') !== undefined))
  const steps = gang.legs.map((leg) => leg.last()!.step)
  expect(Math.max(...steps)).toBeLessThan(60)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(gang.legs.map((leg) => leg.last()!.step)).toEqual(steps)
  gang.link.set(up)
  for (const done of await finish(gang)) expect(done.digest).toBe(whole.digest)
})

it('in loose mode a cut stops nobody, and legs exchange again after it', async () => {
  const gang = await startGang('--steps 1000000 --report 5 --inner 5 --compute-ms 5', {
    sync: 'loose',
  })
  await until(() => gang.legs.every((leg) => (leg.last()?.exchanges ?? 0) > 1))
  gang.link.set({ ...up, state: 'cut' })
  await until(() => gang.legs.every((leg) => leg.last()!.skipped > 0))
  const cut = gang.legs.map((leg) => leg.last()!)
  await until(() => gang.legs.every((leg, rank) => leg.last()!.step > cut[rank]!.step + 20))
  for (const [rank, leg] of gang.legs.entries()) {
    expect(leg.last()).toMatchObject({ peers: 0, exchanges: cut[rank]!.exchanges })
  }
  gang.link.set(up)
  await until(() =>
    gang.legs.every((leg, rank) => leg.last()!.exchanges > cut[rank]!.exchanges + 1),
  )
  for (const leg of gang.legs) leg.child.kill('SIGTERM')
  for (const leg of gang.legs) expect(await leg.ended).toBe(143)
})

it('the fallback: cut in sync, told to be loose, healed, told to be in sync: weights are equal again', async () => {
  const gang = await startGang('--steps 1000000 --report 1 --inner 5 --compute-ms 10')
  await until(() => gang.legs.every((leg) => leg.reports().length > 2))
  gang.link.set({ ...up, state: 'cut' })
  await until(() => gang.legs.every((leg) => leg.event('wait-for-link') !== undefined))
  await gang.setMode('loose')
  const cut = gang.legs.map((leg) => leg.last()!)
  await until(() => gang.legs.every((leg, rank) => leg.last()!.step > cut[rank]!.step + 10))
  for (const leg of gang.legs) expect(leg.last()!.mode).toBe('loose')
  gang.link.set(up)
  await until(() => gang.legs.every((leg) => leg.last()!.peers === 1))
  await gang.setMode('sync')
  await until(() => gang.legs.every((leg) => leg.last()!.mode === 'sync'))
  const saved = (leg: Leg) => leg.lines.filter(({ event }) => event === 'checkpoint')
  // Both legs are asked for checkpoints until both wrote one at the same step.
  const common = () =>
    saved(gang.legs[0]).flatMap((one) =>
      saved(gang.legs[1]).flatMap((two) => (one.step === two.step ? [[one, two] as const] : [])),
    )
  while (common().length === 0) {
    const before = gang.legs.map((leg) => saved(leg).length)
    for (const { child } of gang.legs) child.kill('SIGUSR1')
    await until(() => gang.legs.every((leg, rank) => saved(leg).length > before[rank]!))
  }
  for (const [one, two] of common()) expect(two.digest).toBe(one.digest)
})

it('legs find each other again when their connection breaks', async () => {
  const whole = await runUndisturbed()
  const gang = await startGang('--steps 60 --report 1 --compute-ms 15')
  await until(() => gang.legs.every((leg) => leg.reports().length > 3))
  const { port } = gang.link
  await gang.link[Symbol.asyncDispose]()
  const link = await openWanLink({
    listen: { host: '127.0.0.1', port },
    to: { host: '127.0.0.1', port: gang.hubPort },
    settings: up,
  })
  cleanups.push(() => link[Symbol.asyncDispose]())
  for (const done of await finish(gang)) expect(done.digest).toBe(whole.digest)
})

it('a leg of an attempt that was given up is fenced off, whichever side it is on', async () => {
  for (const [tokens, stale] of [
    [[9, 8], 1],
    [[8, 9], 0],
  ] as const) {
    const gang = await startGang('--steps 5', { tokens: [...tokens] })
    expect(await gang.legs[stale].ended).toBe(3)
    expect(gang.legs[1 - stale]!.event('start')).toBe(undefined)
  }
})

it('a checkpoint of a later attempt is never overwritten', async () => {
  const folder = await makeFolder()
  const leg = (token: number) =>
    startLeg({ CHECKPOINT_DIR: folder, FENCING_TOKEN: token }, ['--hidden', '16', '--steps', '9'])
  expect(await leg(2).ended).toBe(0)
  const before = await readFile(join(folder, 'rank-0.ckpt'))
  expect(await leg(1).ended).toBe(3)
  expect((await readFile(join(folder, 'rank-0.ckpt'))).equals(before)).toBe(true)
})

it('strangers on the port are disconnected and change nothing', async () => {
  const port = await findPort()
  const contract = {
    ...{ LEG_RANK: 0, LEG_COUNT: 2, CHECKPOINT_DIR: await makeFolder() },
    LISTEN: rendezvousOf(port),
  }
  const leg = startLeg(contract, ['--hidden', '16', '--steps', '9', '--silence-ms', '200'])
  await until(() => leg.event('wait-for-link') !== undefined)
  const otherRun = Buffer.from(JSON.stringify({ kind: 'hello', run: 'other', token: 99, rank: 1 }))
  const lengths = Buffer.from(Uint32Array.of(otherRun.length, 0).buffer)
  for (const bytes of [
    Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    Buffer.from('\x02\0\0\0\0\0\0\0{!'),
    Buffer.concat([lengths, otherRun]),
  ]) {
    const stranger = connect(port, '127.0.0.1').on('error', () => undefined)
    stranger.write(bytes)
    await once(stranger, 'close')
  }
  expect(leg.child.exitCode).toBe(null)
  expect(leg.event('start')).toBe(undefined)
})

it('a bad option, and a batch that cannot be split, end with 2', async () => {
  for (const [contract, options] of [
    [{}, ['--steps', 'many']],
    [{ LEG_COUNT: 3 }, []],
  ] as const)
    expect(await startLeg({ ...contract }, options).ended).toBe(2)
})
