import { Worker } from 'node:worker_threads'
import type { Request, Response } from './wire.ts'

/** One thread with one HiGHS in it. */
export interface SolveWorker {
  readonly isAlive: boolean
  /** What WebAssembly held after the last solve. */
  readonly heapBytes: number
  post(request: Request, moved?: ArrayBuffer[]): void
  /** One listener at a time; without one the thread does not keep the process alive. */
  listen(listener: ((response: Response) => void) | undefined): void
  /** Ends the thread wherever it stands, and with it its memory. */
  end(): Promise<void>
}

/** Beside this file, in the language that this file is in: TypeScript in the repository, JavaScript in the package. */
const extension = import.meta.filename.endsWith('.ts') ? '.ts' : '.js'

export function startSolveWorker(): SolveWorker {
  const worker = new Worker(new URL('./solve-worker' + extension, import.meta.url), {
    name: 'gridloom-solve',
  })
  let isAlive = true
  let heapBytes = 0
  let listener: ((response: Response) => void) | undefined
  const lose = (why: string): void => {
    if (!isAlive) return
    isAlive = false
    listener?.({ kind: 'broken', why })
  }
  worker.unref()
  worker.on('message', (response: Response) => {
    if ('heapBytes' in response) heapBytes = response.heapBytes
    if (response.kind === 'broken') {
      lose(response.why)
      void worker.terminate()
    } else listener?.(response)
  })
  worker.on('messageerror', (error) => lose(`a message to the solve worker was lost: ${error}`))
  worker.on('error', (error) => lose(error instanceof Error ? error.message : String(error)))
  worker.on('exit', (code) => lose(`the solve worker ended with code ${code}`))
  return {
    get isAlive() {
      return isAlive
    },
    get heapBytes() {
      return heapBytes
    },
    post: (request, moved = []) => worker.postMessage(request, moved),
    listen(next) {
      listener = next
      if (next === undefined) worker.unref()
      else worker.ref()
    },
    async end() {
      lose('the solver was disposed of, and its threads ended')
      await worker.terminate()
    },
  }
}
