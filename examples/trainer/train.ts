import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { adam, lossAndGradient, openState, outerStep, sampleBatch } from './model.ts'
import { openPeers } from './peers.ts'
import type { Frame } from './peers.ts'

/**
 * One leg of a training run that spans sites. It knows nothing of gridloom but docs/launch-contract.md.
 *
 * `sync`: at every step rank 0 averages the gradients of all legs; a link that is cut makes them wait.
 * `loose` (DiLoCo): each leg does `--inner` steps alone, then rank 0 averages the weights; who is silent is passed over
 * and comes back later. Rank 0 decides on the mode and says so in its answers; a leg that cannot hear it follows its own
 * control file. Exit codes: 0 all steps done, 2 bad option, 3 fenced off by a later attempt, 143 stopped by SIGTERM.
 */
const { env, argv } = process
const say = (fact: object) => {
  const round = (key: string, value: unknown) =>
    key.endsWith('Ms') ? Math.round(Number(value)) : value
  process.stdout.write(`${JSON.stringify(fact, round)}\n`)
}
const leave = (code: number, why: string): never => {
  say({ event: 'exit', code, why })
  process.exit(code)
}
const option = (name: string, fallback: number): number => {
  const at = argv.indexOf(`--${name}`)
  const value = Number(at < 0 ? fallback : argv[at + 1])
  return value >= 0 ? value : leave(2, `--${name} must be a number of 0 or more`)
}
const [steps, hidden, seed] = [option('steps', 1000), option('hidden', 64), option('seed', 1)]
const [batch, inner, every] = [option('batch', 32), option('inner', 25), option('report', 25)]
const [computeMs, silenceMs] = [option('compute-ms', 0), option('silence-ms', 2000)]
const contract = (name: string, fallback: number) => Number(env[`GRIDLOOM_${name}`] ?? fallback)
const run = env.GRIDLOOM_RUN_ID ?? 'alone'
const [rank, count] = [contract('LEG_RANK', 0), contract('LEG_COUNT', 1)]
const [token, rampMs] = [contract('FENCING_TOKEN', 0), contract('RAMP_S', 0) * 1000]
const folder = env.GRIDLOOM_CHECKPOINT_DIR ?? 'checkpoints'
if (batch % count !== 0) leave(2, `a batch of ${batch} cannot be split over ${count} legs`)

const control = { sync: env.GRIDLOOM_SYNC, speedShare: 1 }
function readControl() {
  try {
    Object.assign(control, JSON.parse(readFileSync(env.GRIDLOOM_CONTROL_FILE ?? '', 'utf8')))
  } catch {} // No such file, or not JSON: what was said before holds.
}
readControl()
const wantedMode = () => (control.sync === 'loose' ? 'loose' : 'sync')
const state = openState(hidden, seed)
let [step, mode, isStarted] = [0, wantedMode() as Frame['mode'], false]
let [round, busyMs, exchanges] = [0, 0, 0]
const zero = { steps: 0, loss: 0, computeMs: 0, waitLinkMs: 0, waitPeerMs: 0, skipped: 0 }
let sums = { ...zero }

// Checkpoints are named token-step-rank, so that the last name is the newest. Any leg can load any of them.
const padded = (value: number) => String(value).padStart(12, '0')
const digest = () => createHash('sha256').update(state.weights).digest('hex').slice(0, 16)
const isCheckpoint = (name: string) => name.endsWith('.ckpt')
function saveCheckpoint() {
  if (!isStarted) return
  const names = readdirSync(folder).filter(isCheckpoint).sort()
  if ((names.at(-1) ?? '') > `${padded(token)}~`) leave(3, 'a later attempt writes checkpoints')
  const name = `${padded(token)}-${padded(step)}-${rank}.ckpt`
  writeFileSync(`${folder}/${rank}.new`, state.all, { flush: true })
  renameSync(`${folder}/${rank}.new`, `${folder}/${name}`)
  const old = names.filter((other) => other.endsWith(`-${rank}.ckpt`) && other !== name)
  for (const each of old.slice(0, -2)) rmSync(`${folder}/${each}`)
  say({ event: 'checkpoint', step, digest: digest(), name })
}
function loadCheckpoint() {
  mkdirSync(folder, { recursive: true })
  const name = readdirSync(folder).filter(isCheckpoint).sort().at(-1)
  if (name === undefined) return
  const bytes = Uint8Array.from(readFileSync(`${folder}/${name}`))
  if (bytes.length !== state.all.byteLength) leave(2, `${name} is of another model`)
  state.all.set(new Float32Array(bytes.buffer))
  step = Number(name.split('-')[1])
}

const partners = rank > 0 ? [0] : Array.from({ length: count - 1 }, (_, i) => i + 1)
const inbox = new Map<number, Frame>()
let asked: Frame | undefined
let wake = () => {}
const frame = (kind: Frame['kind'], more?: Partial<Frame>): Frame => {
  const body = new Float32Array()
  return { kind, run, token, rank, step, mode, round, busyMs, body, ...more }
}
const sendState = (to: Frame) =>
  peers.send(to.rank, frame('state', { round: to.round, body: state.all }))
const peers = openPeers({
  listen: rank === 0 && count > 1 ? env.GRIDLOOM_LISTEN : undefined,
  rendezvous: rank > 0 ? env.GRIDLOOM_RENDEZVOUS : undefined,
  silenceMs,
  beat: () => frame('beat'),
  onFrame(from) {
    const isInStep = from.mode === mode && (mode === 'loose' || from.step === step)
    if (rank === 0 && isStarted && (from.kind === 'hello' || !isInStep)) sendState(from)
    else if (rank === 0 || from.round === round) inbox.set(from.rank, from)
    wake()
  },
  onJoined: () => asked && peers.send(0, asked),
  onFenced: () => leave(3, 'a later attempt is running'),
})

/** Waits for every partner; where the mode allows it, only for those that can be heard. */
async function gather(): Promise<Frame[]> {
  const fromMs = performance.now()
  const waitMs = () => performance.now() - fromMs
  const canPass = () => isStarted && (mode === 'loose' || wantedMode() === 'loose')
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
  const skewMs = Math.max(0, ...frames.map((from) => from.busyMs - busyMs))
  sums.waitPeerMs += Math.min(waitMs(), skewMs)
  sums.waitLinkMs += Math.max(0, waitMs() - skewMs)
  return frames
}

/** Nobody is heard: a loose leg just goes on; one in step takes its own gradient and goes on loose. */
function goOnAlone(part: Float32Array) {
  sums.skipped += 1
  if (mode === 'sync') adam(state, part)
  if (mode === 'sync') step += 1
  setMode('loose')
}
function setMode(next: Frame['mode']) {
  if (next !== mode) state.momentum.fill(0)
  if (next !== mode) state.outer.set(state.weights)
  mode = next
}

/** Other ranks: hand the part to rank 0 and do as it answers. */
async function ask(kind: 'hello' | 'part', part: Float32Array) {
  round += 1
  inbox.clear()
  asked = frame(kind, { body: part.slice() })
  if (!isStarted || mode === 'sync' || !peers.isSilent(0)) peers.send(0, asked)
  const [answer] = await gather()
  asked = undefined
  if (answer === undefined) return goOnAlone(part)
  if (answer.kind === 'state') state.all.set(answer.body)
  else if (mode === 'sync') adam(state, answer.body)
  else state.weights.set(answer.body)
  ;({ step, mode } = answer)
  exchanges += 1
}

/** Rank 0: gather the parts, average them, do the step, answer. The answer may change the mode. */
async function lead(part: Float32Array) {
  const frames = await gather()
  if (frames.length < (mode === 'sync' ? partners.length : 1)) {
    goOnAlone(part)
    return frames.forEach(sendState)
  }
  const parts = [part, ...frames.map((from) => from.body)]
  const mean = part.map((_, i) => parts.reduce((sum, of) => sum + of[i]!, 0) / parts.length)
  const isSync = mode === 'sync'
  if (isSync) adam(state, mean)
  else outerStep(state, mean)
  step = Math.max(step, ...frames.map((from) => from.step)) + (isSync ? 1 : 0)
  setMode(wantedMode())
  const slowestMs = Math.max(busyMs, ...frames.map((from) => from.busyMs))
  const body = isSync ? mean : state.weights
  for (const from of frames) {
    if (!isSync && mode === 'sync') sendState(from)
    else peers.send(from.rank, frame('mean', { round: from.round, busyMs: slowestMs, body }))
  }
  exchanges += 1
}

/** All legs start from the newest checkpoint that any of them can read. */
async function start() {
  loadCheckpoint()
  if (rank > 0) await ask('hello', state.all)
  else {
    const hellos = await gather()
    const newest = hellos.find(
      (from) => from.step === Math.max(step + 1, ...hellos.map((each) => each.step)),
    )
    if (newest !== undefined) state.all.set(newest.body)
    step = newest?.step ?? step
    hellos.forEach(sendState)
  }
  state.outer.set(state.weights)
  isStarted = true
  say({ event: 'start', step, mode, rank, count, site: env.GRIDLOOM_SITE, digest: digest() })
}

/** A step lasts `--compute-ms` at least; while ramping up or told to slow down, the same work takes longer. */
async function slowDown(spentMs: () => number) {
  const workMs = Math.max(spentMs(), computeMs)
  const ramp = () => (rampMs > 0 ? Math.max(0.1, performance.now() / rampMs) : 1)
  const leftMs = () => workMs / Math.min(1, ramp(), control.speedShare) - spentMs()
  do await sleep(Math.max(0, Math.min(100, leftMs())))
  while (leftMs() > 0)
}

process.on('SIGUSR1', saveCheckpoint)
process.on('SIGUSR2', () => (readControl(), wake()))
process.on('SIGTERM', () => (saveCheckpoint(), leave(143, 'SIGTERM')))
await start()
const saving = setInterval(saveCheckpoint, contract('CHECKPOINT_INTERVAL_S', 60) * 1000)
const ours = [(rank * batch) / count, ((rank + 1) * batch) / count] as const
for (let loose = 0; step < steps;) {
  const fromMs = performance.now()
  const spentMs = () => performance.now() - fromMs
  const { loss, gradient } = lossAndGradient(state.weights, hidden, sampleBatch(seed, step, ours))
  await slowDown(spentMs)
  busyMs += spentMs()
  sums.computeMs += spentMs()
  sums.loss += loss
  sums.steps += 1
  const isAlone = count === 1 || mode === 'loose'
  if (isAlone) {
    adam(state, gradient)
    step += 1
    loose += 1
  }
  if (count > 1 && (!isAlone || loose >= inner || step >= steps)) {
    const part = isAlone ? state.weights : gradient
    await (rank === 0 ? lead(part) : ask('part', part))
    busyMs = loose = 0
  }
  if (sums.steps >= every || step >= steps) {
    const heard = partners.filter((of) => !peers.isSilent(of)).length
    say({ step, ...sums, loss: sums.loss / sums.steps, mode, peers: heard, exchanges })
    sums = { ...zero }
  }
}
clearInterval(saving)
saveCheckpoint()
say({ event: 'done', step, digest: digest() })
peers.close()
setTimeout(() => process.exit(0), 5000).unref() // A link that is cut must not hold up a leg that is done.
