import { quantile } from '../quantile.ts'
import type { Grown } from '../models/growth.ts'
import { createLiveWorld, populate } from './live-world.ts'

/** One size of the growth benchmark, in a process of its own, so that its memory is its own. Prints one line of JSON. */
const workloads = Number(process.argv[2])
const turns = 500
const turnsPerPass = 5

const collectGarbage = (globalThis as { readonly gc?: () => void }).gc
if (collectGarbage === undefined) throw new Error('start it with --expose-gc')
collectGarbage()
const emptyBytes = process.memoryUsage().heapUsed
const world = createLiveWorld()
populate(world, workloads)
collectGarbage()
const heapMb = (process.memoryUsage().heapUsed - emptyBytes) / 1e6
const live = [...world.fold.state.live.values()].map(({ status }) => status)
world.timesMs.clear()
for (let turn = 1; turn <= turns; turn++) {
  world.endOne()
  world.submit()
  if (turn % turnsPerPass === 0) world.pass()
}
const passesMs = world.timesMs.get('pass-due') ?? []
const grown: Grown = {
  workloads,
  running: live.filter((status) => status === 'running').length,
  queued: live.filter((status) => status === 'queued').length,
  passP50Ms: quantile(passesMs, 0.5),
  passP95Ms: quantile(passesMs, 0.95),
  submitP95Ms: quantile(world.timesMs.get('workload-submitted') ?? [], 0.95),
  heapMb,
}
process.stdout.write(`${JSON.stringify(grown)}\n`)
