import type {
  BillView,
  JournalCheckView,
  ReconcileView,
  ReplayView,
  WorkloadDetail,
} from '../../control/index.ts'
import { until } from './stage.ts'
import type { Scene } from './scene.ts'

export async function settleUp(scene: Scene): Promise<void> {
  const { stage, api, ids } = scene
  stage.step('Cancel, bill, reconcile; verify and replay the journal')
  for (const id of [ids.training, ids.service, ids.batch]) await api().cancel(id)
  const gone = await until(
    async () => {
      const sites = await api().sites()
      const details: readonly WorkloadDetail[] = await Promise.all(
        Object.values(ids).map((id) => api().workload(id)),
      )
      const isOver =
        sites.every((site) => site.legs === 0) &&
        details.every((one) => one.endedAtMs !== undefined)
      return isOver ? details : undefined
    },
    { withinS: 30, stop: new AbortController().signal },
  )
  stage.check(
    'everything has ended',
    gone !== undefined,
    gone?.map((one) => `${one.name} ${one.state}`).join(', ') ?? 'legs are still there',
  )
  await bill(scene)
  const verified = await api().post<JournalCheckView>('/v1/journal/verify')
  stage.check(
    'the hash chain of the journal is whole',
    verified.status === 'intact',
    verified.status === 'intact'
      ? `${verified.records} records, head ${verified.headHash.slice(0, 16)}`
      : `record ${verified.seq}: ${verified.why}`,
  )
  const replay = await api().post<ReplayView>('/v1/journal/replay')
  stage.check(
    'folding it again from the start decides the same, byte for byte',
    replay.isEqual,
    `decision hash ${replay.decisionHash.slice(0, 16)} replayed, ${replay.liveDecisionHash.slice(0, 16)} live`,
  )
}

async function bill({ stage, api, ids, stop }: Scene): Promise<void> {
  const period = {
    from: new Date(Date.now() - 3_600_000).toISOString(),
    to: new Date(Date.now() + 3_600_000).toISOString(),
  }
  const reconciled = await until(
    async () => {
      const view = await api().get<ReconcileView>('/v1/bill/reconcile', period)
      return view.differences.length === 0 &&
        view.unknown.length === 0 &&
        Number(view.engineAcceleratorH) > 0
        ? view
        : undefined
    },
    { withinS: 15, stop: stop.aborted ? new AbortController().signal : stop },
  )
  const view = reconciled ?? (await api().get<ReconcileView>('/v1/bill/reconcile', period))
  const isZero = Number(view.diffAcceleratorH) === 0 && view.differences.length === 0
  stage.check(
    'metered minus engine accounting is 0.00',
    isZero && reconciled !== undefined,
    `engine ${view.engineAcceleratorH} accelerator-h, metered ${view.meteredAcceleratorH}, diff ${Number(view.diffAcceleratorH).toFixed(2)}`,
  )
  const bill = await api().get<BillView>('/v1/bill', { tenant: 'acme', ...period })
  const sites = [...new Set(bill.lines.map((line) => line.siteId))]
  const isOneRun =
    bill.lines.length > 0 &&
    bill.lines.every((line) => line.workloadId === ids.training) &&
    sites.length === 2
  stage.check(
    'one bill for one run on two sites',
    isOneRun,
    `acme: ${bill.lines.length} lines on ${sites.join(' and ')}, ${bill.acceleratorH} accelerator-h, ${bill.totalUsd} ${bill.currency}`,
  )
}
