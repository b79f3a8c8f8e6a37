/** An input that must be refused, or be taken with a warning: `finds` is code and place of every diagnostic, in reading order. */
export interface BadInput {
  readonly kind: 'fleet' | 'workload'
  readonly name: string
  readonly read: () => Uint8Array
  readonly finds: readonly string[]
  /** It is doubtful rather than wrong. */
  readonly isTaken?: true
}
