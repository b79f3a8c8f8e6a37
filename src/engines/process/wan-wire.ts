/**
 * One direction of an emulated wide-area link. A packet that arrives at `a` starts at max(a, end of the packet before),
 * occupies the wire for bytes / rate, and is delivered `delayMs` after its end. This virtual clock is a token bucket
 * with a burst of one packet; because it reckons with instants and not with ticks, a late timer costs no throughput.
 *
 * On the wire is at most rate x delay; before it, each flow may hold `queueBytes`, then `hasRoom` asks its sender to
 * stop. Cut: nothing starts and nothing is delivered. Healed: everything goes on, in order, as TCP would send it again
 * (but at once: the sender's retransmission time-out is not modelled, nor are loss and headers).
 */
export interface WanLinkSettings {
  /** Payload rate in each direction, Gb/s. */
  readonly rateGbps: number
  /** One way, ms. */
  readonly delayMs: number
  readonly state: 'up' | 'cut'
}

/**
 * Room before the wire per connection: eight milliseconds of the rate, enough to keep it busy while a timer of Node is
 * late; not more than any loopback fills in that time, so that a fast link that is cut does not hoard.
 */
const queueBytes = (rateGbps: number): number =>
  Math.min(16_777_216, Math.max(65_536, rateGbps * 1e6))
/** Timers of Node fire on whole milliseconds; what is due within half of one goes now. */
const timerToleranceMs = 0.5

/** What one connection sends in one direction. */
export interface Flow {
  readonly waiting: Packet[]
  waitingBytes: number
  /** The receiver does not read: its packets stay before the wire, and other connections pass. */
  isClogged(): boolean
  onRoom(): void
}

interface Packet {
  readonly bytes: number
  readonly arrivedAtMs: number
  readonly deliver: () => void
}

export interface Wire {
  send(flow: Flow, bytes: number, deliver: () => void): void
  /** The flow may have become ready again. */
  offer(flow: Flow): void
  hasRoom(flow: Flow): boolean
  deliveredBytes(): number
  set(next: WanLinkSettings): void
  close(): void
}

/** One direction of the link; all its flows take turns, packet by packet. */
export function openWire(initial: WanLinkSettings): Wire {
  let settings = initial
  let freeAtMs = 0
  let cutAtMs = initial.state === 'cut' ? performance.now() : undefined
  let timer: { readonly handle: NodeJS.Timeout; readonly atMs: number } | undefined
  let deliveredBytes = 0
  // Follows how late deliveries were of late, so that rounding and a busy machine do not lengthen the mean delay.
  let biasMs = 0
  let ready: Flow[] = []
  const inFlight: { dueAtMs: number; readonly packet: Packet }[] = []

  const isDue = (atMs: number, nowMs: number) => atMs - biasMs <= nowMs + timerToleranceMs

  const wakeAt = (atMs: number, nowMs: number) => {
    if (timer !== undefined && timer.atMs <= atMs) return
    clearTimeout(timer?.handle)
    const handle = setTimeout(
      () => {
        timer = undefined
        run()
      },
      Math.max(1, Math.round(atMs - biasMs - nowMs)),
    )
    timer = { handle, atMs }
  }

  const transmit = (flow: Flow, packet: Packet) => {
    const occupiedMs = (packet.bytes * 8) / (settings.rateGbps * 1e6)
    freeAtMs = Math.max(freeAtMs, packet.arrivedAtMs) + occupiedMs
    inFlight.push({ dueAtMs: freeAtMs + settings.delayMs, packet })
    flow.waitingBytes -= packet.bytes
    flow.onRoom()
  }

  const run = () => {
    if (cutAtMs !== undefined) return
    const nowMs = performance.now()
    while (inFlight[0] !== undefined && isDue(inFlight[0].dueAtMs, nowMs)) {
      const { packet, dueAtMs } = inFlight.shift()!
      biasMs = Math.max(0, Math.min(1, biasMs + (nowMs - dueAtMs) / 4))
      deliveredBytes += packet.bytes
      packet.deliver()
    }
    while (freeAtMs <= nowMs + timerToleranceMs) {
      const flow = ready.shift()
      if (flow === undefined) break
      if (flow.isClogged()) continue
      const packet = flow.waiting.shift()
      if (packet === undefined) continue
      transmit(flow, packet)
      if (flow.waiting.length > 0) ready.push(flow)
    }
    const due = inFlight[0]?.dueAtMs ?? Infinity
    const next = Math.min(due, ready.length > 0 ? freeAtMs : Infinity)
    if (next < Infinity) wakeAt(next, nowMs)
  }

  const offer = (flow: Flow) => {
    if (flow.waiting.length > 0 && !ready.includes(flow)) ready.push(flow)
    run()
  }

  return {
    offer,
    send(flow: Flow, bytes: number, deliver: () => void) {
      flow.waiting.push({ bytes, arrivedAtMs: performance.now(), deliver })
      flow.waitingBytes += bytes
      offer(flow)
    },
    hasRoom: (flow: Flow) => flow.waitingBytes < queueBytes(settings.rateGbps),
    deliveredBytes: () => deliveredBytes,
    set(next: WanLinkSettings) {
      const nowMs = performance.now()
      if (next.state === 'cut') cutAtMs ??= nowMs
      if (next.state === 'up' && cutAtMs !== undefined) {
        const cutMs = nowMs - cutAtMs
        for (const each of inFlight) each.dueAtMs += cutMs
        freeAtMs = Math.max(freeAtMs + cutMs, nowMs)
        cutAtMs = undefined
      }
      settings = next
      run()
    },
    close() {
      clearTimeout(timer?.handle)
      cutAtMs = 0
      ready = []
    },
  }
}
