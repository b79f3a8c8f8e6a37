import { createHash } from 'node:crypto'
import { decide, describeState, emptyState, rebuildState } from '../decide/index.ts'
import type { Decision, Event, State, WrittenState } from '../decide/index.ts'
import { emptyLedger, ledgerRows, recordUsage, restoreLedger } from '../ledger/index.ts'
import type { Ledger, LegFacts, UsageRow } from '../ledger/index.ts'
import { canonicalJson } from '../units/index.ts'
import type { InstantMs } from '../units/index.ts'

/**
 * Everything that the control plane knows, as one fold over the journal: the decision state, the ledger, and the running
 * hash of all decisions. The daemon, a replay and a standby run this same function, which is why their hashes agree.
 */
export interface Fold {
  state: State
  ledger: Ledger
  decisionHash: string
  /** What the ledger has to know of each leg that was ever placed. */
  readonly legFacts: Map<string, LegFacts>
  /** Legs that ran and are not yet accounted for to their end, by site and leg id. */
  readonly metering: Map<string, Map<string, Metering>>
}

export interface Metering {
  readonly legId: string
  readonly siteId: string
  readonly startedAtMs: InstantMs
  endedAtMs: InstantMs | undefined
  meteredToMs: InstantMs
}

export const firstDecisionHash = '0'.repeat(64)

export const emptyFold = (): Fold => ({
  state: emptyState(),
  ledger: emptyLedger(),
  decisionHash: firstDecisionHash,
  legFacts: new Map(),
  metering: new Map(),
})

/** Applies one event and returns what was decided. An event that decides nothing leaves the hash as it is. */
export function applyEvent(fold: Fold, event: Event): readonly Decision[] {
  const decisions = decide(fold.state, event)
  for (const decision of decisions) if (decision.kind === 'placed') rememberLegs(fold, decision)
  if (event.kind === 'leg-observed') followLeg(fold, event)
  if (event.kind === 'usage-recorded') meter(fold, event)
  if (decisions.length > 0) fold.decisionHash = sha256(fold.decisionHash + canonicalJson(decisions))
  return decisions
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function rememberLegs(fold: Fold, decision: Extract<Decision, { kind: 'placed' }>): void {
  const { spec } = fold.state.workloads.get(decision.workloadId)!
  for (const leg of decision.legs)
    fold.legFacts.set(leg.legId, {
      workloadId: decision.workloadId,
      tenantId: spec.tenant,
      siteId: leg.siteId,
      accelerator: spec.accelerators.kind,
      accelerators: leg.accelerators,
      flexibility: spec.flexibility,
    })
}

function followLeg(fold: Fold, event: Extract<Event, { kind: 'leg-observed' }>): void {
  const facts = fold.legFacts.get(event.legId)
  if (facts === undefined || event.startedAtMs === undefined) return
  const { legId, startedAtMs, endedAtMs } = event
  const known = fold.metering.get(facts.siteId)?.get(legId)
  if (known === undefined)
    follow(fold, { legId, siteId: facts.siteId, startedAtMs, endedAtMs, meteredToMs: startedAtMs })
  else if (endedAtMs !== undefined) known.endedAtMs = endedAtMs
}

function follow(fold: Fold, metering: Metering): void {
  const here = fold.metering.get(metering.siteId)
  if (here === undefined) fold.metering.set(metering.siteId, new Map([[metering.legId, metering]]))
  else here.set(metering.legId, metering)
}

function meter(fold: Fold, event: Extract<Event, { kind: 'usage-recorded' }>): void {
  const leg = fold.legFacts.get(event.legId)
  const prices = fold.state.world?.fleet.prices
  if (leg === undefined || prices === undefined) return
  recordUsage(fold.ledger, event, { leg, prices })
  const here = fold.metering.get(leg.siteId)
  const known = here?.get(event.legId)
  if (known === undefined) return
  known.meteredToMs = Math.max(known.meteredToMs, event.toMs)
  if (known.endedAtMs !== undefined && known.meteredToMs >= known.endedAtMs)
    here!.delete(event.legId)
}

interface WrittenFold {
  readonly format: 3
  readonly state: WrittenState
  readonly ledger: readonly UsageRow[]
  readonly decisionHash: string
  readonly legFacts: readonly (readonly [string, LegFacts])[]
  readonly metering: readonly Metering[]
}

export function writeFold(fold: Fold): string {
  const written: WrittenFold = {
    format: 3,
    state: describeState(fold.state),
    ledger: ledgerRows(fold.ledger),
    decisionHash: fold.decisionHash,
    legFacts: [...fold.legFacts],
    metering: [...fold.metering.values()].flatMap((here) => [...here.values()]),
  }
  return JSON.stringify(written)
}

/** Undefined when the text is no snapshot of this version: then the journal is folded from its start. */
export function readFold(text: string): Fold | undefined {
  const written = JSON.parse(text) as WrittenFold
  if (written.format !== 3) return undefined
  const state = rebuildState(written.state)
  if (state === undefined) return undefined
  const fold: Fold = {
    state,
    ledger: restoreLedger(written.ledger),
    decisionHash: written.decisionHash,
    legFacts: new Map(written.legFacts),
    metering: new Map(),
  }
  for (const item of written.metering) follow(fold, { ...item, endedAtMs: item.endedAtMs })
  return fold
}
