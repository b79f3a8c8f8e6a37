import type { Engine, LegAccount } from '../engines/index.ts'
import { meterLeg } from '../ledger/index.ts'
import { hourMs } from '../units/index.ts'
import type { Metering } from './fold.ts'
import type { Loop } from './loop.ts'

/**
 * Brings the ledger up to the engine's own accounting: whole hours while a leg runs, the rest when it has ended. A leg
 * whose engine lost the end (its launcher died) is accounted up to the end that was observed.
 */
export async function meterSite(loop: Loop, engine: Engine): Promise<void> {
  const { fold } = loop
  const here = fold.metering.get(engine.siteId)
  if (here === undefined || here.size === 0) return
  const nowMs = loop.nowMs()
  const isDue = (leg: Metering): boolean =>
    leg.endedAtMs !== undefined || nowMs - leg.meteredToMs >= hourMs
  for (const leg of [...here.values()].filter(isDue)) {
    const answer = await engine.account(leg.legId)
    const account = answer === undefined ? undefined : endedBy(answer, leg.endedAtMs)
    if (account !== undefined) {
      const rows = meterLeg(fold.ledger, account, nowMs)
      await Promise.all(rows.map(({ atMs: _atMs, ...row }) => loop.apply(row)))
    }
    // The engine has spoken of the whole run: there is nothing more to come, whatever it said.
    if (leg.endedAtMs !== undefined) here.delete(leg.legId)
  }
}

const endedBy = (account: LegAccount, endedAtMs: number | undefined): LegAccount =>
  account.toMs === undefined && endedAtMs !== undefined ? { ...account, toMs: endedAtMs } : account
