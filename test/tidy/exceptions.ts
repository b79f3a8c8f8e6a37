/** Where a rule does not hold, and why. An entry that is no longer needed fails the tidy test. */
export interface Exception {
  readonly rule: string
  readonly path: string
  /** Part of the message that is excepted. */
  readonly about: string
  readonly reason: string
}

export const exceptions: readonly Exception[] = [
  {
    rule: 'S8',
    path: 'src/engines/slurm/pool-load.ts',
    about: '"shard"',
    reason: 'a word of Slurm: a gres type that must be told apart from gpu',
  },
]
