import type { Journal } from '../journal/index.ts'
import type { ReplayView } from './api.ts'
import { recover } from './recover.ts'

/** Folds a journal that no daemon of ours holds from its start, and sets each decision hash against the recorded one. */
export async function replayOffline(journal: Journal): Promise<ReplayView> {
  const { fold, folded, recordedHash, divergedAtSeq } = await recover(journal, false)
  const { decisionHash } = fold
  return {
    records: folded,
    decisionHash,
    liveDecisionHash: recordedHash,
    isEqual: decisionHash === recordedHash && divergedAtSeq === undefined,
    ...(divergedAtSeq !== undefined && { divergedAtSeq }),
  }
}
