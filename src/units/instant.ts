import type { InstantMs } from './time.ts'

const shape =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})$/u

/**
 * An ISO 8601 instant with its offset ("2026-01-01T00:00:00Z") in milliseconds since 1970; undefined when it is not
 * one. A time without offset is nobody's and refused, and the 30th of February does not become the 2nd of March.
 */
export function parseInstant(text: string): InstantMs | undefined {
  const match = shape.exec(text)
  if (match === null) return undefined
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0)) as [number, number, number, number, number, number]
  const ms = Number((match[7] ?? '0').padEnd(3, '0'))
  const localMs = Date.UTC(year, month - 1, day, hour, minute, second, ms)
  const back = new Date(localMs)
  const isReal =
    back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60
  if (!isReal || second > 59 || year < 1970 || year > 2200) return undefined
  return localMs - offsetMs(match[8] ?? 'Z')
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000
}

/** A daily window in UTC, whole or half hours, as decimal hours; it may wrap past midnight. */
export interface DailyHours {
  readonly fromHourUtc: number
  readonly toHourUtc: number
}

/** "14:00-20:30" as decimal hours; undefined when it is no such window or is empty. */
export function parseDailyHours(text: string): DailyHours | undefined {
  const match = /^(\d{2}):(00|30) ?[-–] ?(\d{2}):(00|30)$/u.exec(text)
  if (match === null) return undefined
  const fromHourUtc = Number(match[1]) + Number(match[2]) / 60
  const toHourUtc = Number(match[3]) + Number(match[4]) / 60
  if (fromHourUtc >= 24 || toHourUtc > 24 || fromHourUtc === toHourUtc) return undefined
  return { fromHourUtc, toHourUtc }
}
