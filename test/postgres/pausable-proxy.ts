import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A TCP relay on loopback that can go silent: connections stay open, nothing passes, as when a network hangs. */
export interface PausableProxy extends AsyncDisposable {
  readonly port: number
  pause(): void
  resume(): void
}

export async function startPausableProxy(targetPort: number): Promise<PausableProxy> {
  const sockets = new Set<Socket>()
  let isPaused = false
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (chunk) => to.write(chunk))
      from.on('close', () => {
        sockets.delete(from)
        // While the network hangs, nobody on the other side hears of the end either.
        if (!isPaused) to.destroy()
      })
      from.on('error', () => from.destroy())
      if (isPaused) from.pause()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const set = (paused: boolean): void => {
    isPaused = paused
    for (const socket of sockets) {
      if (paused) socket.pause()
      else socket.resume()
    }
  }
  return {
    port: address.port,
    pause: () => set(true),
    resume: () => set(false),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
