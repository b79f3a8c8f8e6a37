import { lossChange, measuredRange, type PenaltyRange } from './loss-change.ts'

/**
 * What training apart costs in loss, and in tokens to make good for it.
 *
 * Tokens: at fixed parameters the loss falls with D as L = E + A/N^a + B/D^b (Hoffmann's form with the constants of
 * Besiroglu et al., arXiv:2404.10102); the extra tokens are those that bring the loss back down by the change. Compute: along
 * compute-optimal scaling L ~ N^-0.0953 (arXiv:2503.09799, data parallel) and C ~ N^2, so a loss ratio r costs r^(2/0.0953)
 * compute. Both laws were fitted on other data than the run at hand: they turn a small difference into a size, no more.
 * The change of the loss itself is in `loss-change.ts`.
 */
export interface LooseSyncQuery {
  readonly parameters: number
  readonly replicas: number
  readonly innerSteps: number
  /** Training tokens; 20 per parameter without it. */
  readonly tokens?: number
  readonly allowExtrapolation?: boolean
}

export interface LooseSyncPenalty {
  readonly innerSteps: number
  readonly replicas: number
  /** Relative to data parallelism on the same tokens; 0.003 is 0.3 % worse, below zero better. */
  readonly lossChange: PenaltyRange
  /** More tokens at the same size that make good for it, as a share; an end is absent where no number of tokens would. */
  readonly extraTokens: Partial<PenaltyRange>
  /** More compute along compute-optimal scaling, as a share. */
  readonly extraCompute: PenaltyRange
  readonly notes: readonly string[]
}

export type LooseSyncOutcome =
  | { readonly kind: 'within-measured'; readonly penalty: LooseSyncPenalty }
  | {
      readonly kind: 'extrapolated'
      readonly penalty: LooseSyncPenalty
      readonly beyond: readonly string[]
    }
  | { readonly kind: 'beyond-measured'; readonly why: readonly string[] }
  | { readonly kind: 'impossible'; readonly why: readonly string[] }

/** Besiroglu et al., "Chinchilla scaling: a replication attempt", arXiv:2404.10102 (2024): E, A/N^a, B/D^b. */
const refit = { floor: 1.8172, a: 482.01, alpha: 0.3478, b: 2085.43, beta: 0.3658 }
/** arXiv:2503.09799: loss of data-parallel training against parameters at 20 tokens per parameter. */
const lossBySize = 0.0953
const tokensPerParameter = 20

const over = (range: PenaltyRange, f: (change: number) => number): PenaltyRange => ({
  low: f(range.low),
  expected: f(range.expected),
  high: f(range.high),
})

const finiteOnly = ({ low, expected, high }: PenaltyRange): Partial<PenaltyRange> => ({
  ...(Number.isFinite(low) && { low }),
  ...(Number.isFinite(expected) && { expected }),
  ...(Number.isFinite(high) && { high }),
})

const extraTokens = ({ parameters, tokens }: LooseSyncQuery, change: number): number => {
  const d = tokens ?? tokensPerParameter * parameters
  const byTokens = refit.b / d ** refit.beta
  const loss = refit.floor + refit.a / parameters ** refit.alpha + byTokens
  const left = byTokens - change * loss
  return left > 0 ? (byTokens / left) ** (1 / refit.beta) - 1 : Infinity
}

const faultsOf = (query: LooseSyncQuery): string[] => {
  const isSize = (value: number): boolean => value >= 1 && value <= 1e18
  return [
    ...(isSize(query.parameters) ? [] : [`${query.parameters} parameters`]),
    ...(isSize(query.tokens ?? 1) ? [] : [`${query.tokens} tokens`]),
    ...(Number.isInteger(query.replicas) && query.replicas >= 2 && query.replicas <= 1e6
      ? []
      : [`${query.replicas} replicas: expected a whole number from 2 on`]),
    ...(Number.isInteger(query.innerSteps) && query.innerSteps >= 1 && query.innerSteps <= 1e9
      ? []
      : [`${query.innerSteps} inner steps: expected a whole number from 1 on`]),
  ]
}

const beyondOf = (query: LooseSyncQuery): string[] => {
  const axes = [
    ['parameters', query.parameters, measuredRange.parameters],
    ['replicas', query.replicas, measuredRange.replicas],
    ['inner steps', query.innerSteps, measuredRange.innerSteps],
  ] as const
  return axes
    .filter(([, value, [from, to]]) => value < from || value > to)
    .map(
      ([name, value, [from, to]]) =>
        `${rounded(value)} ${name}: measured from ${rounded(from)} to ${rounded(to)}`,
    )
}

const penaltyOf = (query: LooseSyncQuery): LooseSyncPenalty => {
  const { range, notes } = lossChange(query)
  const tokens = over(range, (change) => extraTokens(query, change))
  return {
    innerSteps: query.innerSteps,
    replicas: query.replicas,
    lossChange: range,
    extraTokens: finiteOnly(tokens),
    extraCompute: over(range, (change) => (1 + change) ** (2 / lossBySize) - 1),
    notes: [
      ...notes,
      ...(Number.isFinite(tokens.high)
        ? []
        : ['at the high end no number of tokens makes good for the loss at this size']),
    ],
  }
}

/** The penalty of training apart; it refuses to leave what was measured unless told to, and then says so. */
export const looseSyncPenalty = (query: LooseSyncQuery): LooseSyncOutcome => {
  const faults = faultsOf(query)
  if (faults.length > 0) return { kind: 'impossible', why: faults }
  const beyond = beyondOf(query)
  if (beyond.length === 0) return { kind: 'within-measured', penalty: penaltyOf(query) }
  if (!query.allowExtrapolation) return { kind: 'beyond-measured', why: beyond }
  return { kind: 'extrapolated', penalty: penaltyOf(query), beyond }
}

/** Counts as people write them: 341 billion, not 341025638400. */
const rounded = (value: number): string =>
  value >= 1e9
    ? `${Number((value / 1e9).toPrecision(3))} billion`
    : String(Number(value.toPrecision(6)))
