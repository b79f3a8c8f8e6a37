import type { Parallelism, StepClock } from '../step.ts'

/** `TP 8, PP 8, VP 4, CP 2, EP 32, DP 64, micro-batch 1, selective recompute`; what is 1 is left out, data and micro-batch never. */
export function layoutInWords(layout: Parallelism): string {
  const { tensor, pipeline, virtualStages, context, expert, data } = layout
  const ranks = { TP: tensor, PP: pipeline, VP: virtualStages, CP: context, EP: expert }
  return [
    ...Object.entries(ranks)
      .filter(([, count]) => count > 1)
      .map(([name, count]) => `${name} ${count}`),
    `DP ${data}`,
    `micro-batch ${layout.microBatchSequences}`,
    ...(layout.recompute === 'none' ? [] : [`${layout.recompute} recompute`]),
    ...(layout.isFullySharded ? ['fully sharded'] : []),
  ].join(', ')
}

export const clockNames: Readonly<Record<keyof StepClock, string>> = {
  computeS: 'compute',
  bubbleS: 'bubble',
  exposedTensorS: 'exposed tensor',
  exposedPipelineS: 'exposed pipeline',
  exposedContextS: 'exposed context',
  exposedExpertS: 'exposed expert',
  exposedDataS: 'exposed data',
  optimizerS: 'optimizer',
  otherS: 'other',
}

/** Which part of the clock makes it slower, beside what it saves: `+3.1 % (bubble +0.42 s, exposed data -0.10 s)`. */
export function whySlower(
  best: { readonly clock: StepClock; readonly stepTimeS: number },
  other: { readonly clock: StepClock; readonly stepTimeS: number },
): string {
  const parts = Object.entries(clockNames) as [keyof StepClock, string][]
  const differences = parts
    .map(([part, name]) => ({ name, seconds: other.clock[part] - best.clock[part] }))
    .filter(({ seconds }) => Math.abs(seconds) > 1e-3 * best.stepTimeS)
    .sort((a, b) => Math.abs(b.seconds) - Math.abs(a.seconds))
    .slice(0, 3)
  const share = (100 * (other.stepTimeS - best.stepTimeS)) / best.stepTimeS
  const sum = `${share >= 0 ? '+' : ''}${share.toFixed(1)} %`
  if (differences.length === 0) return `${sum}, in no single part`
  const listed = differences.map(({ name, seconds }) => `${name} ${seconds > 0 ? '+' : ''}${seconds.toPrecision(2)} s`) // prettier-ignore
  return `${sum} (${listed.join(', ')})`
}
