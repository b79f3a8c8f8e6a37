/**
 * How long the slowest of several sites takes when each step's time spreads.
 *
 * Each site's time is its mean times a lognormal factor with mean 1 and spread s, independent between sites. The mean of the
 * maximum is the integral of 1 - prod F_i(x); it is computed with Simpson's rule on the logarithm of x, error below 1e-6
 * relative. The rule of thumb exp(s sqrt(2 ln M)) is an upper bound of it and too high for few sites: at M = 2 and s = 0.05 it
 * says +6.1 % where the integral says +2.8 %. Common causes (one hot day at both sites) are left out: they
 * would make the wait smaller.
 */
const intervals = 512
const reach = 9

/** Standard normal distribution function: Abramowitz and Stegun 26.2.17, absolute error below 7.5e-8. */
const normalCdf = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial
  return z >= 0 ? 1 - tail : tail
}

/** Mean seconds of the slowest; never below the largest mean. */
export const expectedSlowestS = (meansS: readonly number[], spread: number): number => {
  const largest = Math.max(...meansS)
  if (spread === 0 || meansS.length < 2 || largest === 0) return largest
  const positive = meansS.filter((mean) => mean > 0)
  const medians = positive.map((mean) => Math.log(mean / largest) - (spread * spread) / 2)
  const from = Math.min(...medians) - reach * spread
  const to = Math.max(...medians) + (reach + spread) * spread
  const step = (to - from) / intervals
  let sum = 0
  for (let i = 0; i <= intervals; i++) {
    const u = from + i * step
    const below = medians.reduce((all, median) => all * normalCdf((u - median) / spread), 1)
    const weight = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2
    sum += weight * (1 - below) * Math.exp(u)
  }
  return Math.max(largest, largest * (Math.exp(from) + (sum * step) / 3))
}
