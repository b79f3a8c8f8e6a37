/** Where a rule does not hold, and why. An entry that is no longer needed fails the tidy test. */
export interface Exception {
  readonly rule: string
  readonly path: string
  /** Part of the message that is excepted. */
  readonly about: string
  readonly reason: string
}

export const exceptions: readonly Exception[] = []
