import { quantile } from '../quantile.ts'
import type { Benchmark, Figure, Size } from '../spec.ts'
import { createLiveWorld, populate } from '../world/live-world.ts'
import type { LiveWorld } from '../world/live-world.ts'

/** Submissions and ends that are measured once the world is full. */
const turns = { full: 2000, quick: 300 }
const turnsPerPass = 5

const kinds = [
  ['workload-submitted', 'a submission: checked against the empty fleet, queued'],
  ['leg-observed', 'word of a leg: held, running, ended'],
  ['pass-due', 'a scheduling pass: time-outs, placements, preemption, the one reservation'],
] as const

/**
 * Time per decision, in one process, on a world that is full: each turn one workload ends and one arrives, every fifth turn
 * there is a scheduling pass. Measured is what the daemon does with an event: decide, hash the decisions, fold the ledger.
 */
export const decideBenchmark: Benchmark = {
  name: 'decide',
  question: 'How long does one decision take while the fleet is full and a queue waits?',
  async run(size, progress) {
    const world = createLiveWorld()
    progress(`${size.workloads} workloads are submitted and placed`)
    populate(world, size.workloads)
    const { state } = world.fold
    const running = [...state.live.values()].filter(({ status }) => status === 'running').length
    const queued = [...state.live.values()].filter(({ status }) => status === 'queued').length
    world.timesMs.clear()
    world.cpuMs.clear()
    progress(`${running} run, ${queued} wait; now one ends as another comes`)
    const count = size.isQuick ? turns.quick : turns.full
    for (let turn = 1; turn <= count; turn++) {
      world.endOne()
      world.submit()
      if (turn % turnsPerPass === 0) world.pass()
    }
    return [...occupancy(running, queued), ...times(world, size)]
  },
}

const occupancy = (running: number, queued: number): readonly Figure[] => [
  {
    id: 'decide/running',
    what: 'running when the measurement begins',
    value: running,
    unit: 'workloads',
  },
  {
    id: 'decide/queued',
    what: 'waiting when the measurement begins',
    value: queued,
    unit: 'workloads',
  },
]

function times({ timesMs, cpuMs }: LiveWorld, size: Size): readonly Figure[] {
  const all = [...timesMs.values()].flat()
  const aim = size.isQuick ? {} : { aim: { kind: 'at-most', value: 20 } as const }
  return [
    ...spread({ id: 'decide/any', what: 'any event', valuesMs: all, ...aim }),
    ...kinds.flatMap(([kind, what]) =>
      spread({ id: `decide/${kind}`, what, valuesMs: timesMs.get(kind) ?? [], ...aim }),
    ),
    ...spread({
      id: 'decide/pass-due-cpu',
      what: 'the same pass in processor time',
      valuesMs: cpuMs.get('pass-due') ?? [],
    }),
  ]
}

interface Timed extends Pick<Figure, 'id' | 'what' | 'aim'> {
  readonly valuesMs: readonly number[]
}

const spread = ({ id, what, valuesMs, ...aim }: Timed): readonly Figure[] =>
  ([0.5, 0.95, 0.99] as const).map((share) => ({
    id: `${id}-p${share * 100}`,
    what: `${what}, p${share * 100} of ${valuesMs.length}`,
    value: quantile(valuesMs, share),
    unit: 'ms',
    ...(share === 0.95 ? aim : {}),
  }))
