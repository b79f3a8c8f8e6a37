import { parentPort } from 'node:worker_threads'
import { loadSolver, type LoadedModel, type Watch } from './highs.ts'
import { buffersOf, type Request, type Response, type StopFlag } from './wire.ts'

/**
 * Runs in a worker thread, started by its path. It holds at most one model at a time and answers requests in their order;
 * while HiGHS runs nothing can be received, so a stop arrives through shared memory.
 */
const port = parentPort
if (port === null) throw new Error('the solve worker is started outside of a worker thread')
const loading = loadSolver()
let model: LoadedModel | undefined
let brokenBy: string | undefined

port.on('message', (request: Request) => void answer(request))

const send = (response: Response, moved: ArrayBuffer[] = []): void =>
  port.postMessage(response, moved)

async function answer(request: Request): Promise<void> {
  const solver = await loading.catch((error: unknown) => {
    brokenBy = String(error)
  })
  if (solver === undefined || brokenBy !== undefined) {
    send({ kind: 'broken', why: brokenBy ?? 'HiGHS did not load' })
    return
  }
  try {
    if (request.kind === 'open') {
      model?.dispose()
      model = solver.open(request.problem)
    } else if (request.kind === 'change') model?.change(request.change)
    else if (request.kind === 'close') {
      model?.dispose()
      model = undefined
    } else if (model === undefined) throw new Error('no problem is open')
    else if (request.kind === 'run') {
      const solution = model.run(request.options, watchFor(request))
      send({ kind: 'solved', solution, heapBytes: solver.heapBytes() }, buffersOf(solution))
    } else {
      const result = model.findConflict(request.options, watchFor(request))
      send({ kind: 'searched', result, heapBytes: solver.heapBytes() })
    }
  } catch (error) {
    brokenBy = error instanceof Error ? error.message : String(error)
    send({ kind: 'broken', why: brokenBy })
  }
}

const watchFor = ({ stop }: StopFlag): Watch => ({
  mustStop: () => Atomics.load(stop, 0) !== 0,
  onProgress: (progress) => send({ kind: 'progress', progress }),
  onIncumbent: (incumbent) => send({ kind: 'incumbent', incumbent }),
})
