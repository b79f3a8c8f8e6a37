import { readFile, rename, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openWire } from './wan-wire.ts'
import type { Flow, WanLinkSettings, Wire } from './wan-wire.ts'

export type { WanLinkSettings } from './wan-wire.ts'

/**
 * A wide-area link in user space, for machines on which nobody may shape a network interface:
 *
 *     node wan-link.ts --listen 127.0.0.1:21510 --to 127.0.0.1:21010 --control link.json [--stats stats.json]
 *
 * It relays TCP connections and makes their bytes late, slow, or absent; each direction is a wire of its own (see
 * wan-wire.ts), shared by all connections. A sender feels the rate because it is not read while its queue is full; the
 * kernel's socket buffers come on top, as they do on a real host. While the link is cut nothing is closed, and new
 * connections hang: the kernel accepts them, but no byte crosses.
 */
export interface WanLinkStats {
  readonly atMs: number
  readonly state: 'up' | 'cut'
  readonly connections: number
  /** Delivered since the start, from those who connect to the one they reach. */
  readonly forwardBytes: number
  readonly backBytes: number
}

export interface WanLink extends AsyncDisposable {
  readonly port: number
  set(settings: WanLinkSettings): void
  stats(): WanLinkStats
}

export interface Address {
  readonly host: string
  readonly port: number
}

/** This file, to be started as a process of its own; right in the sources and in the published package. */
export const wanLinkScript = fileURLToPath(import.meta.url)

const packetBytes = 16_384

/** Carries what `source` says over the wire to `target`: its bytes, its end, its breaking off. */
function carry(source: Socket, target: Socket, wire: Wire): Flow {
  let isEnded = false
  const flow: Flow = {
    waiting: [],
    waitingBytes: 0,
    isClogged: () => target.writableNeedDrain && !target.destroyed,
    onRoom: () => {
      if (source.isPaused() && wire.hasRoom(flow)) source.resume()
    },
  }
  source.on('data', (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; at += packetBytes) {
      const packet = chunk.subarray(at, at + packetBytes)
      wire.send(flow, packet.length, () => {
        if (target.writable) target.write(packet)
      })
    }
    if (!wire.hasRoom(flow)) source.pause()
  })
  source.on('end', () => {
    isEnded = true
    wire.send(flow, 0, () => target.end())
  })
  source.on('close', () => {
    if (!isEnded) wire.send(flow, 0, () => target.resetAndDestroy())
  })
  target.on('drain', () => wire.offer(flow))
  target.on('close', () => wire.offer(flow))
  return flow
}

/** Opens the link; rejects when the listening address cannot be had. */
export async function openWanLink(options: {
  readonly listen: Address
  readonly to: Address
  readonly settings: WanLinkSettings
}): Promise<WanLink> {
  const { listen, to } = options
  let settings = options.settings
  const forward = openWire(settings)
  const back = openWire(settings)
  const sockets = new Set<Socket>()
  let connections = 0

  const hold = (socket: Socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    // An error is followed by 'close', which travels to the other end.
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    return socket
  }

  /** The handshake crosses the link too: the caller's bytes start after one round trip. */
  const accept = (client: Socket) => {
    connections += 1
    client.on('close', () => (connections -= 1))
    hold(client)
    const call: Flow = {
      waiting: [],
      waitingBytes: 0,
      isClogged: () => false,
      onRoom: () => undefined,
    }
    forward.send(call, 0, () => {
      const upstream = hold(connect({ ...to, allowHalfOpen: true }))
      upstream.pause()
      const answer = carry(upstream, client, back)
      upstream.on('connect', () => {
        upstream.resume()
        back.send(answer, 0, () => {
          carry(client, upstream, forward)
          if (client.destroyed) upstream.resetAndDestroy()
          else client.resume()
        })
      })
    })
  }

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, accept)
  await listenOn(server, listen)
  return {
    port: (server.address() as AddressInfo).port,
    set(next) {
      settings = next
      forward.set(next)
      back.set(next)
    },
    stats: () => ({
      atMs: Date.now(),
      state: settings.state,
      connections,
      forwardBytes: forward.deliveredBytes(),
      backBytes: back.deliveredBytes(),
    }),
    async [Symbol.asyncDispose]() {
      forward.close()
      back.close()
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const listenOn = (server: Server, address: Address): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(address.port, address.host, () => {
      server.off('error', reject)
      resolve()
    })
  })

/** The control file's text as settings, or one sentence that says what is wrong with it. */
export function parseWanLinkSettings(text: string): WanLinkSettings | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'the control file is not JSON'
  }
  if (typeof value !== 'object' || value === null) return 'the control file is not a JSON object'
  const { rateGbps, delayMs, state } = value as Record<string, unknown>
  if (typeof rateGbps !== 'number' || !(rateGbps > 0 && rateGbps < 1e6))
    return 'rateGbps is not a number above 0'
  if (typeof delayMs !== 'number' || !(delayMs >= 0 && delayMs <= 60_000))
    return 'delayMs is not a number from 0 to 60000'
  if (state !== 'up' && state !== 'cut') return 'state is neither "up" nor "cut"'
  return { rateGbps, delayMs, state }
}

/** "host:port" as an address; undefined when it is not one. */
export function parseAddress(text: string | undefined): Address | undefined {
  const match = /^(.+):(\d{1,5})$/.exec(text ?? '')
  if (match === null || Number(match[2]) > 65_535) return undefined
  return { host: match[1]!.replace(/^\[(.*)\]$/, '$1'), port: Number(match[2]) }
}

const say = (fact: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(fact)}\n`)

/** The process: follows the control file, keeps the statistics file fresh, ends on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const names = { type: 'string' } as const
  const { values } = parseArgs({
    options: { listen: names, to: names, control: names, stats: names },
  })
  const listen = parseAddress(values.listen)
  const to = parseAddress(values.to)
  const control = values.control
  if (listen === undefined || to === undefined || control === undefined)
    throw new Error(
      'usage: wan-link --listen HOST:PORT --to HOST:PORT --control FILE [--stats FILE]',
    )
  let text = await readFile(control, 'utf8')
  const settings = parseWanLinkSettings(text)
  if (typeof settings === 'string') throw new Error(`${control}: ${settings}`)
  const link = await openWanLink({ listen, to, settings })
  say({ event: 'listening', listen: `${listen.host}:${link.port}`, ...settings })

  const follow = async (): Promise<void> => {
    const now = await readFile(control, 'utf8').catch(() => text)
    if (now === text) return
    text = now
    const next = parseWanLinkSettings(now)
    if (typeof next === 'string') return void say({ event: 'control-refused', why: next })
    link.set(next)
    say({ event: 'set', ...next })
  }
  const record = async (path: string) => {
    await writeFile(`${path}.new`, `${JSON.stringify(link.stats())}\n`)
    await rename(`${path}.new`, path)
  }
  const report = (error: unknown) => say({ event: 'fault', why: String(error) })
  setInterval(() => void follow().catch(report), 50)
  const { stats } = values
  if (stats !== undefined) setInterval(() => void record(stats).catch(report), 1000)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0))
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`wan-link: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(2)
  })
}
