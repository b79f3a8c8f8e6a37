import type { Explanation, WorkloadDetail } from '../../control/index.ts'
import { renderReasons } from '../reasons.ts'
import type { DemoWork } from './demo-work.ts'
import { until } from './stage.ts'
import type { Scene } from './scene.ts'

export async function submitAll({ stage, api, ids }: Scene, work: DemoWork): Promise<void> {
  stage.step('Submit a service, a batch job and a training run over two sites')
  const service = await api().submit(work.service, 'demo-service')
  const batch = await api().submit(work.batch, 'demo-batch')
  const training = await api().submit(work.training, 'demo-training')
  Object.assign(ids, {
    service: service.workloadId,
    batch: batch.workloadId,
    training: training.workloadId,
  })
  const again = await api().submit(work.training, 'demo-training')
  const isOne = again.isRepeat && again.workloadId === training.workloadId
  stage.check(
    'each is acknowledged once durable, and a repeated submission is the same one',
    isOne,
    `${ids.service}, ${ids.batch}, ${ids.training}; repeated key gave ${again.workloadId}`,
  )
}

/** The spread between the first leg's start and the last one's that still counts as together. */
const togetherMaxMs = 5000

export async function watchTraining({ stage, api, ids, stop }: Scene): Promise<void> {
  stage.step('The training run starts as a gang on two sites')
  const isRunning = async (): Promise<WorkloadDetail | undefined> => {
    const workload = await api().workload(ids.training)
    return workload.state === 'running' ? workload : undefined
  }
  const workload = await until(isRunning, { withinS: 30, stop })
  const starts = (workload?.legs ?? []).map((leg) => leg.startedAtMs ?? Number.NaN)
  const spreadMs = Math.max(...starts) - Math.min(...starts)
  const places = workload?.legs
    .map((leg) => `leg ${leg.rank} on ${leg.siteId} (process ${leg.engineJobId})`)
    .join(', ')
  stage.check(
    'two legs on two sites start together',
    starts.length === 2 && spreadMs <= togetherMaxMs,
    `${places}; ${spreadMs} ms apart`,
  )
  const wan = workload?.legs[1]?.wan
  stage.say(
    `WAN booked: ${wan?.gbps} Gb/s over ${wan?.paths[0]?.join(' + ')}, RTT ${wan?.rttMs.toFixed(1)} ms - the link between the processes is shaped to that`,
  )

  stage.step('Its loss falls')
  const learned = await until(
    async () => {
      const reports = await api().reports(ids.training, 0)
      return reports.length >= 6 ? reports : undefined
    },
    { withinS: 40, stop },
  )
  const first = learned?.[0]
  const last = learned?.at(-1)
  const isFalling = first !== undefined && last !== undefined && last.loss < first.loss
  stage.check(
    'gradients cross the link and the loss falls',
    isFalling,
    `loss ${first?.loss.toFixed(3)} at step ${first?.step}, ${last?.loss.toFixed(3)} at step ${last?.step}; of the last 20 steps: compute ${last?.computeMs} ms, wait for link ${last?.waitLinkMs} ms, wait for peer ${last?.waitPeerMs} ms`,
  )
}

export async function explainTraining({ stage, api, ids, fleet }: Scene): Promise<void> {
  stage.step('Why here, why not there')
  const explanation = await api().get<Explanation>(`/v1/workloads/${ids.training}/explain`)
  for (const line of renderReasons(explanation.reasons).split('\n')) stage.say(line)
  const named = new Set(
    explanation.reasons
      .filter((reason) => reason.siteIds.length === 1)
      .map((reason) => reason.siteIds[0]),
  )
  stage.check(
    'every site has its reason, with number, limit and slack',
    named.size === fleet.sites.length,
    `${explanation.reasons.length} reasons, ${named.size} of ${fleet.sites.length} sites`,
  )
}
