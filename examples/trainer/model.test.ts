import { expect, it } from 'vitest'
import { adam, lossAndGradient, openState, outerStep, sampleBatch } from './model.ts'

const hidden = 16

it('the gradient is the slope of the loss, along each weight and along any direction', () => {
  const { weights } = openState(hidden, 3)
  const batch = sampleBatch(3, 0, [0, 12])
  const { gradient } = lossAndGradient(weights, hidden, batch)
  const slope = (direction: Float32Array) => {
    const at = (by: number) =>
      lossAndGradient(
        weights.map((weight, i) => weight + by * direction[i]!),
        hidden,
        batch,
      ).loss
    return (at(0.01) - at(-0.01)) / 0.02
  }
  const dot = (direction: Float32Array) =>
    gradient.reduce((sum, g, i) => sum + g * direction[i]!, 0)

  const steepest = [...gradient.keys()].sort(
    (a, b) => Math.abs(gradient[b]!) - Math.abs(gradient[a]!),
  )
  for (const i of steepest.slice(0, 40)) {
    const direction = new Float32Array(weights.length)
    direction[i] = 1
    expect(slope(direction)).toBeCloseTo(dot(direction), 3)
  }
  for (const seed of [1, 2, 3]) {
    const random = openState(hidden, seed + 10).weights
    expect(Math.abs(dot(random))).toBeGreaterThan(0)
    expect(slope(random)).toBeCloseTo(dot(random), 2)
  }
})

it('loss starts at a guess among all characters and falls', () => {
  const state = openState(hidden, 1)
  const losses = Array.from({ length: 300 }, (_, step) => {
    const { loss, gradient } = lossAndGradient(state.weights, hidden, sampleBatch(1, step, [0, 16]))
    adam(state, gradient)
    return loss
  })
  const mean = (from: number, to: number) =>
    losses.slice(from, to).reduce((sum, loss) => sum + loss, 0) / (to - from)
  expect(losses[0]).toBeGreaterThan(3.3)
  expect(mean(250, 300)).toBeLessThan(mean(0, 20) - 0.8)
})

it('legs share a batch: their parts put together are the whole, and their mean gradient is its gradient', () => {
  const whole = sampleBatch(7, 5, [0, 32])
  const halves = [sampleBatch(7, 5, [0, 16]), sampleBatch(7, 5, [16, 32])]
  expect(halves.flat()).toEqual(whole)
  expect(sampleBatch(7, 6, [0, 32])).not.toEqual(whole)
  const { weights } = openState(hidden, 7)
  const [all, one, two] = [whole, ...halves].map((batch) => lossAndGradient(weights, hidden, batch))
  expect((one!.loss + two!.loss) / 2).toBeCloseTo(all!.loss, 5)
  for (const [i, slope] of all!.gradient.entries())
    expect((one!.gradient[i]! + two!.gradient[i]!) / 2).toBeCloseTo(slope, 6)
})

it('the same seed gives the same weights, another seed gives others', () => {
  expect(openState(hidden, 1).all).toEqual(openState(hidden, 1).all)
  expect(openState(hidden, 1).all).not.toEqual(openState(hidden, 2).all)
})

it('an outer step moves from the last common weights towards where the legs went, faster the second time', () => {
  const state = openState(hidden, 1)
  state.weights.fill(0)
  const went = state.weights.map(() => 1)
  outerStep(state, went)
  const first = state.weights[0]!
  expect(first).toBeCloseTo(0.7 * 1.9, 5)
  expect(state.outer).toEqual(state.weights)
  outerStep(
    state,
    state.weights.map((weight) => weight + 1),
  )
  expect(state.weights[0]! - first).toBeGreaterThan(first)
})
