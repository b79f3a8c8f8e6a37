import type { Engine } from '../engines/index.ts'
import { bill, reconcile } from '../ledger/index.ts'
import type { AccountAnswer } from '../ledger/index.ts'
import type { BillQuery, BillView, ReconcileView } from './api.ts'
import type { Fold } from './fold.ts'
import { meterSite } from './metering.ts'
import type { Loop } from './loop.ts'

export const billOf = (fold: Fold, query: BillQuery): BillView => bill(fold.ledger, query)

/** Asks every engine again about every leg that may have run, and sets that against what was metered. */
export async function reconcileWith(
  loop: Loop,
  engines: ReadonlyMap<string, Engine>,
  query: BillQuery,
): Promise<ReconcileView> {
  const { fold } = loop
  for (const engine of engines.values()) await meterSite(loop, engine).catch(() => undefined)
  const answers: AccountAnswer[] = []
  for (const [legId, facts] of fold.legFacts) {
    if (query.tenantId !== undefined && facts.tenantId !== query.tenantId) continue
    answers.push(await askEngine(engines.get(facts.siteId), legId))
  }
  return reconcile(fold.ledger, answers, query)
}

async function askEngine(engine: Engine | undefined, legId: string): Promise<AccountAnswer> {
  if (engine === undefined) return { legId, status: 'unknown' }
  try {
    const account = await engine.account(legId)
    return account === undefined
      ? { legId, status: 'none' }
      : { legId, status: 'accounted', account }
  } catch {
    return { legId, status: 'unknown' }
  }
}
