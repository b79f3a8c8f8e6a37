import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { adam, lossAndGradient, openState, outerStep, sampleBatch } from './model.ts'
import { decode, encode, openPeers } from './peers.ts'
import type { Frame } from './peers.ts'

/**
 * One leg of a training run that spans sites. It knows nothing of gridloom but docs/launch-contract.md.
 * In `sync` mode rank 0 averages the gradients of all legs at every step; a link that is cut makes them wait.
 * In `loose` mode (DiLoCo) each leg does `--inner` steps alone, then rank 0 averages the weights; who is silent is passed
 * over and comes back later. Rank 0 decides on the mode and says so in its answers; a leg that cannot hear it follows its
 * own control file. Exit codes: 0 all steps done, 2 bad option, 3 fenced off by a later attempt, 143 after SIGTERM.
 */
const { env, argv } = process
const inMs = (key: string, value: number) => (key.endsWith('Ms') ? Math.round(value) : value)
const say = (fact: object) => process.stdout.write(`${JSON.stringify(fact, inMs)}\n`)
const leave = (exit: number, why: string): never => (say({ exit, why }), process.exit(exit))
const option = (name: string, fallback: number): number => {
  const value = Number(argv.includes(`--${name}`) ? argv[argv.indexOf(`--${name}`) + 1] : fallback)
  return value >= 0 ? value : leave(2, `--${name} must be a number of 0 or more`)
}
const [steps, hidden, seed] = [option('steps', 1000), option('hidden', 64), option('seed', 1)]
const [batch, inner, every] = [option('batch', 32), option('inner', 25), option('report', 25)]
const [computeMs, silenceMs] = [option('compute-ms', 0), option('silence-ms', 2000)]
const contract = (name: string, fallback: number) => Number(env[`GRIDLOOM_${name}`]) || fallback
const [rank, count] = [contract('LEG_RANK', 0), contract('LEG_COUNT', 1)]
const [token, rampMs] = [contract('FENCING_TOKEN', 0), contract('RAMP_S', 0) * 1000]
const [run, folder] = [env.GRIDLOOM_RUN_ID ?? 'alone', env.GRIDLOOM_CHECKPOINT_DIR ?? 'checkpoints']
if (batch % count !== 0) leave(2, `a batch of ${batch} cannot be split over ${count} legs`)

const control = { sync: (env.GRIDLOOM_SYNC ?? 'sync') as Frame['mode'], speedShare: 1 }
function readControl() {
  try {
    Object.assign(control, JSON.parse(readFileSync(env.GRIDLOOM_CONTROL_FILE ?? '', 'utf8')))
  } catch {} // No such file, or not JSON: what was said before holds.
}
readControl()
const state = openState(hidden, seed)
let [step, mode, startedAtMs] = [0, control.sync, 0]
let [round, alone, exchanges, busyMs, slowestMs] = [0, 0, 0, 0, 0]
const zero = { steps: 0, loss: 0, computeMs: 0, waitLinkMs: 0, waitPeerMs: 0, skipped: 0 }
let sums = { ...zero }

const partners = rank > 0 ? [0] : Array.from({ length: count - 1 }, (_, i) => i + 1)
const inbox = new Map<number, Frame>()
let wake = () => {}
const frame = (kind: Frame['kind'], body = new Float32Array(), more?: Partial<Frame>): Frame => {
  return { kind, run, token, rank, step, mode, round, busyMs, body, ...more }
}
const sendState = (to: Frame) => peers.send(to.rank, frame('state', state.all, { round: to.round }))
function receive(from: Frame) {
  if (from.token > token) leave(3, 'a later attempt is running')
  const isInStep = from.mode === mode && (mode === 'loose' || from.step === step)
  if (rank === 0 && startedAtMs > 0 && (from.kind === 'hello' || !isInStep)) sendState(from)
  else if (rank === 0 || from.round === round) inbox.set(from.rank, from)
  wake()
}
const listen = rank === 0 && count > 1 ? env.GRIDLOOM_LISTEN : undefined
const rendezvous = rank > 0 ? env.GRIDLOOM_RENDEZVOUS : undefined
const peers = openPeers({ listen, rendezvous, silenceMs }, () => frame('beat'), receive)

/** Waits for every partner; where the mode allows it, only for those that can be heard. */
async function gather(): Promise<Frame[] | undefined> {
  const fromMs = performance.now()
  const waitMs = () => performance.now() - fromMs
  const canPass = () => startedAtMs > 0 && (mode === 'loose' || control.sync === 'loose')
  let sayAtMs = silenceMs
  while (!partners.every((of) => inbox.has(of) || (canPass() && peers.isSilent(of)))) {
    await new Promise<void>((resolve) => setTimeout((wake = resolve), 50))
    if (waitMs() < sayAtMs || !partners.some(peers.isSilent)) continue
    say({ event: 'wait-for-link', step, mode, waitMs: waitMs() })
    sayAtMs = 2 * waitMs()
  }
  const frames = [...inbox.values()].sort((a, b) => a.rank - b.rank)
  inbox.clear()
  // By how much the slowest leg computed longer than this one, it waited for a peer; the rest is the link.
  slowestMs = Math.max(busyMs, ...frames.map((from) => from.busyMs))
  const skewMs = Math.min(waitMs(), slowestMs - busyMs)
  sums.waitPeerMs += skewMs
  sums.waitLinkMs += waitMs() - skewMs
  busyMs = alone = 0
  if (frames.length >= Math.min(partners.length, mode === 'sync' ? Infinity : 1)) return frames
  // Too few. Whoever did ask is told that this leg goes on without an exchange, in loose mode.
  mode = 'loose'
  sums.skipped += 1
  return void frames.forEach(sendState)
}

/** Other ranks: hand a part to rank 0 and do as it answers. */
async function follow(part: Float32Array<ArrayBuffer>, kind: 'part' | 'hello' = 'part') {
  round += 1
  inbox.clear()
  if (startedAtMs === 0 || mode === 'sync' || !peers.isSilent(0)) peers.ask(frame(kind, part))
  const [answer] = (await gather()) ?? []
  if (answer === undefined) return
  if (answer.kind === 'state') state.all.set(answer.body)
  else if (mode === 'sync') adam(state, answer.body)
  else state.weights.set(answer.body)
  step = answer.step
  mode = answer.mode
  exchanges += 1
}

/** Rank 0: gather the parts, average them, do the step, answer. The answer may change the mode. */
async function lead(part: Float32Array) {
  const frames = await gather()
  if (frames === undefined) return
  const parts = [part, ...frames.map((from) => from.body)]
  const mean = part.map((_, i) => parts.reduce((sum, of) => sum + of[i]!, 0) / parts.length)
  const isSync = mode === 'sync'
  if (isSync) adam(state, mean)
  else outerStep(state, mean)
  step = Math.max(step, ...frames.map((from) => from.step)) + (isSync ? 1 : 0)
  mode = control.sync
  for (const from of frames) {
    const more = { round: from.round, busyMs: slowestMs }
    if (mode === 'sync' && !isSync) sendState(from)
    else peers.send(from.rank, frame('mean', isSync ? mean : state.weights, more))
  }
  exchanges += 1
}

const digest = () => createHash('sha256').update(state.weights).digest('hex').slice(0, 16)
function readCheckpoints(): Frame[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.ckpt'))
  return names.flatMap((name) => decode(readFileSync(`${folder}/${name}`))?.frame ?? [])
}

/** One file per rank, replaced in one move: the last frame that this leg would send of itself. */
function saveCheckpoint() {
  if (readCheckpoints().some((saved) => saved.token > token)) leave(3, 'a later attempt saves here')
  writeFileSync(`${folder}/${rank}.new`, encode(frame('state', state.all)), { flush: true })
  renameSync(`${folder}/${rank}.new`, `${folder}/rank-${rank}.ckpt`)
  say({ event: 'checkpoint', step, digest: digest() })
}

/** All legs start from the newest checkpoint that any of them can read. */
async function start() {
  const adopt = (from: Frame) => {
    if (from.kind === 'part' || from.step <= step) return
    if (from.body.length !== state.all.length) leave(2, 'the checkpoint is of another model')
    state.all.set(from.body)
    step = from.step
  }
  mkdirSync(folder, { recursive: true })
  readCheckpoints().forEach(adopt)
  if (rank > 0) await follow(state.all, 'hello')
  const hellos = (rank === 0 && (await gather())) || []
  hellos.forEach(adopt)
  hellos.forEach(sendState)
  state.outer.set(state.weights)
  startedAtMs = performance.now()
  say({ event: 'start', step, mode, rank, count, site: env.GRIDLOOM_SITE, digest: digest() })
}

/** A step lasts `--compute-ms` at least; while ramping up or told to slow down, the same work takes longer. */
async function slowDown(spentMs: () => number) {
  const workMs = Math.max(spentMs(), computeMs)
  const ramp = () => Math.min(1, Math.max(0.1, (performance.now() - startedAtMs) / rampMs))
  const leftMs = () => workMs / Math.min(ramp(), control.speedShare) - spentMs()
  do await sleep(Math.max(0, Math.min(100, leftMs())))
  while (leftMs() > 0)
}

process.on('SIGUSR1', saveCheckpoint)
process.on('SIGUSR2', () => (readControl(), wake()))
process.on('SIGTERM', () => (saveCheckpoint(), leave(143, 'SIGTERM')))
await start()
const exchange = rank === 0 ? lead : follow
setInterval(saveCheckpoint, 1000 * Math.min(1e6, contract('CHECKPOINT_INTERVAL_S', 60))).unref()
const ours = [(rank * batch) / count, ((rank + 1) * batch) / count] as const
while (step < steps) {
  const fromMs = performance.now()
  const spentMs = () => performance.now() - fromMs
  const { loss, gradient } = lossAndGradient(state.weights, hidden, sampleBatch(seed, step, ours))
  await slowDown(spentMs)
  busyMs += spentMs()
  sums.computeMs += spentMs()
  sums.loss += loss
  sums.steps += 1
  if (mode === 'sync') {
    await exchange(gradient)
    state.outer.set(state.weights) // Loose mode, when it comes, starts from here.
    state.momentum.fill(0)
  } else {
    adam(state, gradient)
    step += 1
    alone += 1
    if (alone >= inner || step >= steps) await exchange(state.weights)
  }
  if (sums.steps < every && step < steps) continue
  const heard = partners.filter((of) => !peers.isSilent(of)).length
  say({ step, mode, ...sums, loss: sums.loss / sums.steps, peers: heard, exchanges })
  sums = { ...zero }
}
saveCheckpoint()
say({ event: 'done', step, digest: digest() })
peers.close()
setTimeout(() => process.exit(0), 5000).unref() // A link that is cut must not hold up a leg that is done.
