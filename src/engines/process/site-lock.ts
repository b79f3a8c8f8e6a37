import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * One at a time over a folder, also between processes: two daemons may stand over one site for a moment, when one leads
 * no longer and does not know it yet. The lock is the address of a socket in Linux' abstract namespace (unix(7)): only
 * one process can hold it, and the kernel takes it back the instant its holder is killed, so that none is ever stale.
 */
export interface SiteLock extends AsyncDisposable {}

const retryMs = 5

/** Undefined when another holds it for longer than `waitMaxMs`. */
export async function lockSite(path: string, waitMaxMs: number): Promise<SiteLock | undefined> {
  const address = `\0gridloom-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`
  const giveUpAt = performance.now() + waitMaxMs
  for (;;) {
    const server = await listen(address)
    if (server !== undefined)
      return {
        [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
      }
    if (performance.now() > giveUpAt) return undefined
    await delay(retryMs)
  }
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen({ path: address }, () => resolve(server))
  })
}
