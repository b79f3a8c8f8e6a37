import { writeFileSync } from 'node:fs'
import { predictedStepS } from '../../src/training/predict-case.ts'
import { stepCases } from '../../src/training/step-cases.ts'
import type { StepCase } from '../../src/training/step-cases.ts'
import { familyOf } from '../../src/training/step-families.ts'
import { configurationOf, splitOf } from '../../src/training/step-split.ts'
import type { FittedConstants } from '../../src/training/constants-of.ts'
import { leastSquares } from './least-squares.ts'
import { constantsFrom, parameters, start } from './parameters.ts'

/**
 * Fits the constants of the step model on the fitted half of the public cases and writes them to
 * `src/training/fitted-constants.json`, with the errors that they leave:
 *
 *   node bench/fit/fit-training.ts DATE
 */

/**
 * Log error of one case that weighs as much as one spread of one parameter. Mixtures are noisier: their sources state
 * neither recomputation nor routing flags.
 */
const caseSpread = { dense: 0.02, mixture: 0.06 } as const
const mostIterations = 100
/** A family with fewer held-out cases has no quantiles of its own. */
const leastCases = 8

const split = splitOf(stepCases)
const isSeen = (each: StepCase): boolean => split.get(configurationOf(each)) === 'fitted'
const seen = stepCases.filter(isSeen)
const unseen = stepCases.filter((each) => !isSeen(each))

const logErrorOf = (each: StepCase, constants: FittedConstants): number =>
  Math.log(predictedStepS(each, constants) / each.publishedS)

const spreadOf = ({ model }: StepCase): number =>
  model.experts === undefined ? caseSpread.dense : caseSpread.mixture

/** A row far off counts by its distance, not by its square: a flag that its source does not state is no law. */
const softened = (residual: number): number => residual / Math.sqrt(1 + Math.abs(residual))

/** Log error of a step's growth between two sizes that weighs as much as one spread: growth repeats better than level. */
const growthSpread = 0.01

/** The smallest and the largest job of each fitted configuration that one release measured at several sizes. */
const curves = [
  ...Map.groupBy(
    seen,
    (each) =>
      `${each.release} ${configurationOf(each)} ${each.layout.tensor} ${each.layout.pipeline}`,
  ).values(),
].flatMap((cases) => {
  const ordered = cases.toSorted((a, b) => a.accelerators - b.accelerators)
  const [small] = ordered
  const large = ordered.at(-1)
  return small === undefined || large === undefined || small.accelerators === large.accelerators
    ? []
    : [{ small, large }]
})

function residuals(vector: readonly number[]): number[] {
  const constants = constantsFrom(vector)
  const errors = seen.map((each) => softened(logErrorOf(each, constants) / spreadOf(each)))
  const pulls = parameters.map(
    ({ spread }, index) => ((vector[index] ?? 0) - (start[index] ?? 0)) / spread,
  )
  const growths = curves.map(({ small, large }) =>
    softened((logErrorOf(large, constants) - logErrorOf(small, constants)) / growthSpread),
  )
  return [...errors, ...growths, ...pulls]
}

const digits = 5
const rounded = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'number' ? Number(part.toPrecision(digits)) : part,
    ),
  ) as T

function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1)
  const low = Math.floor(at)
  const below = sorted[low] ?? 1
  return below + (at - low) * ((sorted[low + 1] ?? below) - below)
}

/** Measured over predicted, in order. */
const rangeFrom = (cases: readonly StepCase[], constants: FittedConstants) => {
  const ratios = cases
    .map((each) => each.publishedS / predictedStepS(each, constants))
    .sort((a, b) => a - b)
  return { cases: ratios.length, p10: quantile(ratios, 0.1), p90: quantile(ratios, 0.9) }
}

const meanAbsolute = (cases: readonly StepCase[], constants: FittedConstants): number =>
  cases.reduce(
    (sum, each) => sum + Math.abs(predictedStepS(each, constants) / each.publishedS - 1),
    0,
  ) / cases.length

const fit = leastSquares(residuals, start, mostIterations)
const constants = rounded(constantsFrom(fit.vector))
const families = Map.groupBy(unseen, familyOf)
const ranges = Object.fromEntries(
  [...families]
    .filter(([, cases]) => cases.length >= leastCases)
    .map(([family, cases]) => [family, rangeFrom(cases, constants)]),
)
const rowsOf = (key: (each: StepCase) => string) =>
  Object.fromEntries([...Map.groupBy(seen, key)].map(([name, rows]) => [name, rows.length]))

const result = rounded({
  date: process.argv[2] ?? '',
  cost: fit.cost,
  cases: { fitted: seen.length, heldOut: unseen.length },
  meanAbsoluteError: {
    fitted: meanAbsolute(seen, constants),
    heldOut: meanAbsolute(unseen, constants),
  },
  rowsByChip: rowsOf(({ accelerator }) => accelerator),
  rowsByRelease: rowsOf(({ release }) => release),
  ranges: { ...ranges, all: rangeFrom(unseen, constants) },
  ...constants,
})
writeFileSync(
  new URL('../../src/training/fitted-constants.json', import.meta.url),
  `${JSON.stringify(result, null, 2)}\n`,
)
console.log(`${fit.iterations} iterations, cost ${fit.cost.toFixed(2)}`, result.meanAbsoluteError)
