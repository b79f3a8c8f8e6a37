/**
 * A quantity by the hour of a year in UTC. One value holds in every hour, 24 repeat each day; 8,760 are one for each hour
 * from 1 January 00:00. In a leap year the last day is left out, so that every year has the same length.
 */
export type Hourly = number | ArrayLike<number>

export const hoursPerYear = 8760
export const hoursPerDay = 24

export function atHour(values: Hourly, hour: number): number {
  if (typeof values === 'number') return values
  return values[hour % values.length] ?? 0
}

export function sumOfYear(values: Hourly): number {
  let sum = 0
  for (let hour = 0; hour < hoursPerYear; hour++) sum += atHour(values, hour)
  return sum
}

/** Month 0 to 11 of an hour of a year with 365 days. */
export function monthAt(hour: number): number {
  const day = Math.floor(hour / hoursPerDay)
  return Math.max(
    0,
    monthStartDay.findLastIndex((start) => start <= day),
  )
}

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const monthStartDay: readonly number[] = daysOfMonth.map((_, month) =>
  daysOfMonth.slice(0, month).reduce((sum, days) => sum + days, 0),
)

export const hoursOfMonth = (month: number): number => (daysOfMonth[month] ?? 30) * hoursPerDay
