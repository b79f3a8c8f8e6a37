import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'

/**
 * A star of legs over TCP: rank 0 listens, the others connect, and connect again when the connection breaks. A frame is
 * two lengths (32 bits each), a head in JSON and a binary body. Each carries the run and the fencing token: a lower
 * token is a leg of an attempt that was given up, and is not listened to; a higher one says that we are that leg.
 */
export interface Frame {
  /** `hello` and `part` ask, `mean` and `state` answer; `beat` says that a leg is alive, however slow it is. */
  readonly kind: 'hello' | 'part' | 'mean' | 'state' | 'beat'
  readonly run: string
  readonly token: number
  readonly rank: number
  readonly step: number
  readonly mode: 'sync' | 'loose'
  /** Counts what a leg asked; the answer repeats it, so that a late answer is known as one. */
  readonly round: number
  /** How long the sender (in an answer: the slowest leg) computed since the exchange before. */
  readonly busyMs: number
  readonly body: Float32Array
}

function writeFrame(socket: Socket, { body, ...rest }: Frame) {
  const head = Buffer.from(JSON.stringify(rest))
  const lengths = Buffer.from(Uint32Array.of(head.length, body.byteLength).buffer)
  socket.write(Buffer.concat([lengths, head, new Uint8Array(body.slice().buffer)]))
}

/** Calls back for each whole frame; whoever sends anything else is disconnected. */
function readFrames(socket: Socket, onFrame: (frame: Frame) => void) {
  let pending = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= 8 && !socket.destroyed) {
      const bodyAt = 8 + pending.readUInt32LE(0)
      const end = bodyAt + pending.readUInt32LE(4)
      if (end > 2 ** 28) socket.destroy()
      if (pending.length < end) break
      try {
        const head = JSON.parse(pending.toString('utf8', 8, bodyAt))
        const body = new Float32Array(Uint8Array.from(pending.subarray(bodyAt, end)).buffer)
        onFrame({ ...head, body })
      } catch {
        socket.destroy()
      }
      pending = pending.subarray(end)
    }
  })
}

const toAddress = (text: string) => {
  const at = text.lastIndexOf(':')
  return { host: text.slice(0, at), port: Number(text.slice(at + 1)) }
}

export function openPeers(options: {
  /** Rank 0 listens here ("host:port"), the others connect to the rendezvous; a leg alone has neither. */
  readonly listen: string | undefined
  readonly rendezvous: string | undefined
  readonly silenceMs: number
  readonly beat: () => Frame
  readonly onFrame: (frame: Frame) => void
  readonly onJoined: () => void
  readonly onFenced: () => void
}) {
  const { listen, rendezvous, silenceMs, beat } = options
  const sockets = new Map<number, Socket>()
  const heardAtMs = new Map<number, number>()
  const attach = (socket: Socket, rank?: number) => {
    let from = rank ?? -1
    socket.setNoDelay(true).on('error', () => undefined) // 'close' follows.
    socket.on('close', () => sockets.get(from) === socket && sockets.delete(from))
    socket.on('data', () => heardAtMs.set(from, performance.now()))
    readFrames(socket, (frame) => {
      const { run, token } = beat()
      if (frame.run !== run) return void socket.destroy()
      if (frame.token > token) return options.onFenced()
      if (frame.token !== token) return writeFrame(socket, beat())
      from = frame.rank
      sockets.set(from, socket)
      heardAtMs.set(from, performance.now())
      if (frame.kind !== 'beat') options.onFrame(frame)
    })
  }
  const dial = (to: string) => {
    const socket = connect(toAddress(to), () => {
      sockets.set(0, socket)
      options.onJoined()
    })
    attach(socket, 0)
    socket.on('close', () => beating.hasRef() && setTimeout(dial, 250, to))
  }
  const server = createServer((socket) => attach(socket))
  if (listen !== undefined) server.listen(toAddress(listen))
  if (rendezvous !== undefined) dial(rendezvous)
  const beating = setInterval(() => {
    // Only into an empty buffer: beats must not pile up before a link that is cut.
    for (const socket of sockets.values())
      if (socket.writableLength === 0) writeFrame(socket, beat())
  }, silenceMs / 4)
  return {
    /** Nothing came for a while: not a slow leg, but a link that is cut or a leg that is gone. */
    isSilent: (rank: number) =>
      !sockets.has(rank) || performance.now() - (heardAtMs.get(rank) ?? 0) > silenceMs,
    send(rank: number, frame: Frame) {
      const socket = sockets.get(rank)
      if (socket !== undefined) writeFrame(socket, frame)
    },
    close() {
      beating.unref()
      clearInterval(beating)
      server.close()
      for (const socket of sockets.values()) socket.end()
    },
  }
}
