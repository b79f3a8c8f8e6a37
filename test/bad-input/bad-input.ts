/** An input that must be refused: `finds` is code and place of every diagnostic, in reading order. */
export interface BadInput {
  readonly kind: 'fleet' | 'workload'
  readonly name: string
  readonly read: () => Uint8Array
  readonly finds: readonly string[]
}
