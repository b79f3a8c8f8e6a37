import type { ServerResponse } from 'node:http'

export interface StreamLimits {
  /** A reader with more than this unsent is told to come back. */
  readonly bufferMaxBytes: number
  readonly heartbeatMs: number
  /** Time for a dropped reader to take what is on its way. */
  readonly drainMs: number
}

export interface EventStream {
  send(event: { readonly id: number; readonly kind: string; readonly data: string }): void
  close(): void
  /** Runs the work when the stream ends; at once, if it has ended already. */
  onceClosed(work: () => void): void
}

/**
 * Server-sent events over one response, with bounded memory. A reader that does not keep up is not waited for: what is
 * on its way is flushed, the stream ends, and the reader comes back with `Last-Event-ID`, which
 * loses nothing that the control plane still remembers. So even a reader who asks for a long history gets there, in
 * pieces.
 */
export function openEventStream(raw: ServerResponse, limits: StreamLimits): EventStream {
  let isOpen = true
  const afterwards: (() => void)[] = []
  const close = (): void => {
    if (!isOpen) return
    isOpen = false
    clearInterval(heartbeat)
    for (const work of afterwards) work()
    raw.end()
    const deadline = setTimeout(() => raw.destroy(), limits.drainMs)
    raw.once('close', () => clearTimeout(deadline))
  }
  const write = (text: string): void => {
    if (!isOpen) return
    raw.write(text)
    if (raw.writableLength > limits.bufferMaxBytes) close()
  }
  const heartbeat = setInterval(() => write(': alive\n\n'), limits.heartbeatMs)
  raw.once('close', close)
  raw.on('error', close)
  write('retry: 1000\n\n')
  return {
    send: ({ id, kind, data }) => write(`id: ${id}\nevent: ${kind}\ndata: ${data}\n\n`),
    close,
    onceClosed: (work) => {
      if (isOpen) afterwards.push(work)
      else work()
    },
  }
}
