import { connect, createServer, type Socket } from 'node:net'

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
  readonly body: Float32Array<ArrayBuffer>
}

/** A frame as bytes. A checkpoint is one too, in a file. */
export function encode({ body, ...rest }: Frame): Buffer {
  const head = Buffer.from(JSON.stringify(rest))
  const lengths = Buffer.from(Uint32Array.of(head.length, body.byteLength).buffer)
  return Buffer.concat([lengths, head, new Uint8Array(body.slice().buffer)])
}

/** The first whole frame and what follows it; throws when this is not a frame. */
export function decode(bytes: Buffer): { frame: Frame; rest: Buffer } | undefined {
  if (bytes.length < 8) return undefined
  const bodyAt = 8 + bytes.readUInt32LE(0)
  const end = bodyAt + bytes.readUInt32LE(4)
  if (end > 2 ** 28) throw new Error('not a frame')
  if (bytes.length < end) return undefined
  const body = new Float32Array(Uint8Array.from(bytes.subarray(bodyAt, end)).buffer)
  const head = JSON.parse(bytes.toString('utf8', 8, bodyAt))
  return { frame: { ...head, body }, rest: bytes.subarray(end) }
}

const at = (text: string) => ({ host: text.replace(/:\d+$/, ''), port: +text.split(':').at(-1)! })

/** Rank 0 listens, the others connect to the rendezvous; a leg alone does neither. Both are "host:port". */
export function openPeers(
  place: { listen: string | undefined; rendezvous: string | undefined; silenceMs: number },
  beat: () => Frame,
  onFrame: (frame: Frame) => void,
) {
  const sockets = new Map<number, Socket>()
  const heardAtMs = new Map<number, number>()
  let question: Frame | undefined
  const attach = (socket: Socket, from = -1) => {
    let pending: Buffer = Buffer.alloc(0)
    const take = (frame: Frame) => {
      const { run, token } = beat()
      if (frame.run !== run) return socket.destroy()
      if (frame.token < token) return socket.write(encode(beat()))
      from = frame.rank
      sockets.set(from, socket)
      return frame.kind === 'beat' && frame.token === token ? undefined : onFrame(frame)
    }
    socket.setNoDelay(true).on('error', () => undefined) // 'close' follows.
    socket.on('close', () => sockets.get(from) === socket && sockets.delete(from))
    socket.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk])
      try {
        for (let next; (next = decode(pending)); pending = next.rest) take(next.frame)
      } catch {
        socket.destroy()
      }
      heardAtMs.set(from, performance.now())
    })
  }
  const dial = (to: string) => {
    const socket = connect(at(to), () => {
      sockets.set(0, socket)
      if (question !== undefined) socket.write(encode(question))
    })
    attach(socket, 0)
    socket.on('close', () => setTimeout(dial, 250, to).unref())
  }
  const server = createServer((socket) => attach(socket)).unref()
  if (place.listen !== undefined) server.listen(at(place.listen))
  if (place.rendezvous !== undefined) dial(place.rendezvous)
  setInterval(() => {
    for (const socket of sockets.values()) if (!socket.writableLength) socket.write(encode(beat()))
  }, place.silenceMs / 4).unref() // Only into an empty buffer: beats must not pile up before a cut.
  const send = (to: number, frame: Frame) => void sockets.get(to)?.write(encode(frame))
  return {
    send,
    /** Sends to rank 0 now, and again after each new connection, until the next question. */
    ask: (frame: Frame) => send(0, (question = frame)),
    /** Nothing came for a while: not a slow leg, but a link that is cut or a leg that is gone. */
    isSilent: (rank: number) =>
      !sockets.has(rank) || performance.now() - (heardAtMs.get(rank) ?? 0) > place.silenceMs,
    close: () => sockets.forEach((socket) => socket.end()),
  }
}
