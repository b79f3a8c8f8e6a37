import { isBlackwell } from './chip.ts'
import type { StepCase } from './step-cases.ts'
import { stackOf } from './step-split.ts'

/** Groups whose error is summed up apart: what they ask of the model differs. */
export const stepFamilies = {
  weak: 'training/dense weak scaling',
  strong: 'training/dense strong scaling',
  sharded: 'training/dense fsdp',
  blackwell: 'training/dense blackwell',
  hopper: 'training/dense hopper releases',
  mixture: 'training/mixture of experts',
  early: 'training/megatron 2021-22',
} as const

export type StepFamily = (typeof stepFamilies)[keyof typeof stepFamilies]

const ofStack: Readonly<Record<string, StepFamily>> = {
  nemo: stepFamilies.weak,
  nemotron: stepFamilies.weak,
  mlperf: stepFamilies.strong,
  llama3: stepFamilies.strong,
  'llm-foundry': stepFamilies.sharded,
  maxtext: stepFamilies.sharded,
  megatron: stepFamilies.early,
}

export function familyOf({ model, accelerator, release }: StepCase): StepFamily {
  if (model.experts !== undefined) return stepFamilies.mixture
  if (isBlackwell(accelerator)) return stepFamilies.blackwell
  return ofStack[stackOf(release)] ?? stepFamilies.hopper
}
