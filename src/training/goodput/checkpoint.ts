/**
 * How often to write a checkpoint, and what part of the time is left for training.
 *
 * Renewal form: a segment of interval + d must pass without interruption, and failures strike a restart too, so it takes
 * M exp(R/M) (exp((interval + d)/M) - 1) on average (Daly, "A higher order estimate of the optimum checkpoint interval",
 * 2006), with d the stall of a write, R the restart, M the mean time to interruption:
 *   goodput = interval / (M exp(R/M) (exp((interval + d)/M) - 1)),
 * best where 1 - interval/M = exp(-(interval + d)/M). It is never negative and holds for any waste.
 *
 * First order (Young 1974): interval sqrt(2 d M), waste d / interval + (interval / 2 + R) / M. Published tables use it. It agrees
 * within a few tenths of a point while the waste is small, is 4 points too low at 30 % waste and turns negative beyond. Both are
 * given; the plan rests on the renewal form throughout, for changing over at 30 % would make a jump by
 * which more failures seem to help.
 */
export interface CheckpointCost {
  /** Training stands still for it. */
  readonly stallS: number
  /** From the interruption until training runs again. */
  readonly restartS: number
}

export interface CheckpointPlan {
  readonly intervalS: number
  readonly goodput: number
  /** Shares of the lost time, split as the first order splits it. */
  readonly writing: number
  readonly rework: number
  readonly restarting: number
  /** What the first-order form says at its own best interval; below zero where it fails. */
  readonly firstOrderGoodput: number
}

/** The interval of least waste in first order, seconds. */
export const bestIntervalS = (stallS: number, mttiS: number): number =>
  Math.sqrt(2 * stallS * mttiS)

const firstOrder = ({ stallS, restartS }: CheckpointCost, mttiS: number, intervalS: number) => ({
  writing: intervalS === 0 ? 0 : stallS / intervalS,
  rework: intervalS / 2 / mttiS,
  restarting: restartS / mttiS,
})

/** First-order goodput; below zero where the form fails. */
export const firstOrderGoodput = (
  cost: CheckpointCost,
  mttiS: number,
  intervalS?: number,
): number => {
  const parts = firstOrder(cost, mttiS, intervalS ?? bestIntervalS(cost.stallS, mttiS))
  return 1 - parts.writing - parts.rework - parts.restarting
}

const halvings = 80

/** The interval of least waste in the renewal form, seconds: a root by bisection between 0 and M. */
export const renewalIntervalS = (stallS: number, mttiS: number): number => {
  let [low, high] = [0, mttiS]
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2
    const gain = 1 - middle / mttiS - Math.exp(-(middle + stallS) / mttiS)
    if (gain > 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Renewal goodput, 0..1. */
export const renewalGoodput = (
  { stallS, restartS }: CheckpointCost,
  mttiS: number,
  intervalS = renewalIntervalS(stallS, mttiS),
): number => {
  if (intervalS === 0) return stallS === 0 ? Math.exp(-restartS / mttiS) : 0
  const segment = Math.expm1((intervalS + stallS) / mttiS)
  return (intervalS / mttiS / segment) * Math.exp(-restartS / mttiS)
}

/** Best plan, or the plan with a given interval. */
export const checkpointPlan = (
  cost: CheckpointCost,
  mttiS: number,
  givenIntervalS?: number,
): CheckpointPlan => {
  const intervalS = givenIntervalS ?? renewalIntervalS(cost.stallS, mttiS)
  const goodput = renewalGoodput(cost, mttiS, intervalS)
  const parts = firstOrder(cost, mttiS, intervalS)
  const waste = parts.writing + parts.rework + parts.restarting
  const scale = waste === 0 ? 0 : (1 - goodput) / waste
  return {
    intervalS,
    goodput,
    writing: parts.writing * scale,
    rework: parts.rework * scale,
    restarting: parts.restarting * scale,
    firstOrderGoodput: firstOrderGoodput(cost, mttiS, givenIntervalS),
  }
}
