import type { Place } from './world.ts'

/**
 * What a seed says: when each daemon is killed and what each submission is. The same seed gives the same plan; how far the
 * work of the daemon has come when a kill arrives is up to the machine, and no seed can repeat that.
 */
export type Kill =
  /** So long after its process was made: while it starts, reads the journal and observes the engines. */
  | { readonly when: 'starting'; readonly afterMs: number }
  /** So long after it answered, with submissions and cancellations under way. */
  | { readonly when: 'loaded'; readonly afterMs: number }
  /** At the n-th write to the journal after it answered, under the same load. */
  | { readonly when: 'committing'; readonly writes: number }

export interface Submission {
  readonly key: string
  readonly name: string
  readonly isGang: boolean
  readonly text: string
  /** Cancelled as soon as it is acknowledged, or never. */
  readonly isCancelled: boolean
}

const killWithinMs = 400

export function planKill(seed: number, index: number): Kill {
  const random = generator(seed, 1, index)
  const share = random()
  if (share < 0.3) return { when: 'starting', afterMs: Math.floor(random() * 3 * killWithinMs) }
  if (share < 0.75) return { when: 'loaded', afterMs: Math.floor(random() * killWithinMs) }
  return { when: 'committing', writes: 1 + Math.floor(random() * 12) }
}

/** Three of four are one leg, the others gangs of two; they run for a fifth of a second to one and a half. */
export function planSubmission(seed: number, index: number, { starts }: Place): Submission {
  const random = generator(seed, 2, index)
  const isGang = random() < 0.25
  const name = `${isGang ? 'gang' : 'job'}-${index}`
  const seconds = (0.2 + random() * 1.3).toFixed(2)
  const count = isGang ? 8 : 1 + Math.floor(random() * 4)
  const text = JSON.stringify({
    gridloom: 1,
    kind: isGang ? 'training' : 'batch',
    name,
    tenant: 'acme',
    accelerators: { kind: 'h100-sxm', count },
    ...(isGang ? { legs: { min: 2, max: 2 }, wan: { rate: '0.1 Gb/s' } } : {}),
    // The shell is the tenant's own command; its one short write to the end of the file is whole.
    command: [
      '/bin/sh',
      '-c',
      'echo "$GRIDLOOM_LEG_ID $$" >> "$STARTS"; exec sleep "$SECONDS_TO_RUN"',
    ],
    environment: { STARTS: starts, SECONDS_TO_RUN: seconds },
    durationMax: '1 h',
    flexibility: 'firm',
  })
  return { key: `crash-${seed}-${index}`, name, isGang, text, isCancelled: random() < 0.15 }
}

/** Mulberry32 over seed, stream and index: each planned thing is drawn by itself, whatever was drawn before. */
function generator(seed: number, stream: number, index: number): () => number {
  let state =
    (Math.imul(seed, 0x9e3779b1) ^
      Math.imul(stream, 0x85ebca6b) ^
      Math.imul(index + 1, 0xc2b2ae35)) >>>
    0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
