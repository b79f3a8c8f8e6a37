import type { Reason } from './decision.ts'
import type { Refusal } from './site-check.ts'

/** Rows of "why here, why not there". A refusal by limit: what is missing is negative slack. */
export function toReason(siteIds: readonly string[], refusal: Refusal): Reason {
  const { constraint, need, limit, unit } = refusal
  const extra = {
    ...(refusal.atMs === undefined ? {} : { atMs: refusal.atMs }),
    ...(refusal.note === undefined ? {} : { note: refusal.note }),
  }
  return {
    siteIds,
    verdict: 'refused',
    constraint,
    need,
    limit,
    slack: limit - need,
    unit,
    ...extra,
  }
}

/** A place that could take the work, at this cost. */
export const possible = (siteIds: readonly string[], costUsd: number): Reason => ({
  siteIds,
  verdict: 'possible',
  constraint: 'cost',
  need: costUsd,
  limit: costUsd,
  slack: 0,
  unit: 'USD',
})

/** Says in the row that it is about one leg of several. */
export const withLegs = (reason: Reason, legs: number): Reason =>
  legs === 1
    ? reason
    : {
        ...reason,
        note:
          reason.note === undefined
            ? `as one of ${legs} legs`
            : `${reason.note} (as one of ${legs} legs)`,
      }

export const withNote = (reason: Reason, note: string | undefined): Reason =>
  note === undefined ? reason : { ...reason, note }
