import { readFileSync } from 'node:fs'

/**
 * A language model small enough to read: from the last eight characters it predicts the next one. Each character at each
 * of the eight places has a vector; their sum goes through tanh (the hidden layer), then comes a probability for each
 * character. The text is seven sonnets of William Shakespeare (18, 29, 30, 55, 73, 116, 130; London 1609; public domain).
 */
const letters = readFileSync(`${import.meta.dirname}/text.txt`, 'utf8').toLowerCase()
const vocabulary = [...new Set(letters)].sort()
const text = Uint8Array.from(letters, (letter) => vocabulary.indexOf(letter))
const [v, places] = [vocabulary.length, 8]

/** All that a leg must keep, in one vector: a checkpoint or a transfer is one copy. */
export function openState(hidden: number, seed: number) {
  const n = places * v * hidden + hidden + hidden * v + v
  const all = new Float32Array(5 * n + 1)
  all.set(Float32Array.from({ length: n }, (_, i) => (draw(seed, -1, i) - 0.5) / 2))
  return {
    ...{ all, weights: all.subarray(0, n) },
    /** DiLoCo, on rank 0: the weights from which the legs last started together, and their momentum. */
    ...{ outer: all.subarray(n, 2 * n), momentum: all.subarray(2 * n, 3 * n) },
    /** Adam: running means of the gradient and of its square, and how often it was applied. */
    moments: all.subarray(3 * n),
  }
}
export type State = ReturnType<typeof openState>

/** A number in [0, 1) from three integers, the same on every leg. */
function draw(seed: number, step: number, index: number): number {
  let z = Math.imul(seed, 0x9e3779b1) ^ Math.imul(step, 0x85ebca6b) ^ Math.imul(index, 0xc2b2ae35)
  z = Math.imul(z ^ (z >>> 15), 0x2c1b3c6d)
  z = Math.imul(z ^ (z >>> 12), 0x297a2d39)
  return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32
}

/** Where samples `from` to `to` of a step begin in the text: legs share a batch without talking about it. */
export const sampleBatch = (seed: number, step: number, [from, to]: readonly [number, number]) =>
  Array.from({ length: to - from }, (_, i) =>
    Math.floor(draw(seed, step, from + i) * (text.length - places)),
  )

/** Mean cross-entropy of a batch in nats per character, and its gradient by back-propagation. */
export function lossAndGradient(weights: Float32Array, hidden: number, batch: readonly number[]) {
  const biasAt = places * v * hidden
  const outAt = biasAt + hidden
  const gradient = new Float32Array(weights.length)
  const back = new Float64Array(hidden)
  let loss = 0
  for (const start of batch) {
    const rows = Array.from({ length: places }, (_, i) => (i * v + text[start + i]!) * hidden)
    const target = text[start + places]!
    const h = weights.slice(biasAt, outAt)
    for (const row of rows) for (let j = 0; j < hidden; j++) h[j]! += weights[row + j]!
    for (let j = 0; j < hidden; j++) h[j] = Math.tanh(h[j]!)
    const p = weights.slice(outAt + hidden * v)
    for (let j = 0, w = outAt; j < hidden; j++)
      for (let k = 0; k < v; k++) p[k]! += h[j]! * weights[w++]!
    let sum = 0
    for (let k = 0; k < v; k++) sum += p[k] = Math.exp(p[k]!)
    loss -= Math.log(p[target]! / sum) / batch.length

    // Backwards. Of softmax with cross-entropy the slope is the probability, less 1 for the right character.
    for (let k = 0; k < v; k++) {
      p[k] = (p[k]! / sum - (k === target ? 1 : 0)) / batch.length
      gradient[outAt + hidden * v + k]! += p[k]!
    }
    for (let j = 0, w = outAt; j < hidden; j++) {
      back[j] = 0
      for (let k = 0; k < v; k++, w++) {
        gradient[w]! += h[j]! * p[k]!
        back[j]! += weights[w]! * p[k]! * (1 - h[j]! ** 2)
      }
    }
    for (const row of [...rows, biasAt])
      for (let j = 0; j < hidden; j++) gradient[row + j]! += back[j]!
  }
  return { loss, gradient }
}

/** Adam (Kingma and Ba 2015) with its usual constants. */
export function adam({ weights, moments }: State, gradient: ArrayLike<number>) {
  const n = weights.length
  const t = (moments[2 * n]! += 1)
  const rate = (0.004 * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t)
  for (let i = 0; i < n; i++) {
    const mean = (moments[i] = 0.9 * moments[i]! + 0.1 * gradient[i]!)
    const square = (moments[n + i] = 0.999 * moments[n + i]! + 0.001 * gradient[i]! ** 2)
    weights[i]! -= (rate * mean) / (Math.sqrt(square) + 1e-8)
  }
}

/** DiLoCo's outer step (Douillard et al. 2023): Nesterov momentum 0.9, rate 0.7, on the way the legs went together. */
export function outerStep({ weights, outer, momentum }: State, legsMean: ArrayLike<number>) {
  for (let i = 0; i < outer.length; i++) {
    const went = outer[i]! - legsMean[i]!
    momentum[i] = 0.9 * momentum[i]! + went
    outer[i]! -= 0.7 * (went + 0.9 * momentum[i]!)
  }
  weights.set(outer)
}
