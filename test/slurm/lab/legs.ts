import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Engine, LegOrder, LegReport, SiteObservation } from '../../../src/engines/engine.ts'
import {
  openSlurmEngine,
  type SlurmEngineOptions,
} from '../../../src/engines/slurm/slurm-engine.ts'
import { labPools, type Lab, type SiteId } from './lab.ts'

/** Orders for the lab and the waiting for what becomes of them, as the Slurm tests need them. */
const waitMaxMs = 90_000

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  maxMs = waitMaxMs,
): Promise<T> {
  const giveUpAtMs = Date.now() + maxMs
  for (;;) {
    const found = await ask()
    if (found !== undefined && found !== false) return found
    if (Date.now() > giveUpAtMs) throw new Error(`waited in vain until ${what}`)
    await pause(50)
  }
}

export function openEngineOf(
  lab: Lab,
  at: { readonly siteId: SiteId; readonly transport: 'rest' | 'cli' },
  parts: Partial<SlurmEngineOptions> = {},
): Engine {
  return openSlurmEngine({
    site: { id: at.siteId, pools: labPools },
    config: lab.config(at.siteId, at.transport),
    directory: join(lab.folder, `engine-${at.siteId}-${at.transport}`),
    timeoutMs: 3000,
    pollRunningS: 1,
    ...parts,
  })
}

/** An order of one accelerator that runs `seconds` and says so in its log. */
export function orderOf(siteId: SiteId, seconds: number, parts: Partial<LegOrder> = {}): LegOrder {
  const legId = parts.legId ?? `leg-${randomUUID().slice(0, 8)}`
  return {
    legId,
    fencingToken: 3,
    workloadId: 'w',
    tenantId: 'acme',
    siteId,
    poolId: 'gpu',
    accelerator: 'h100-sxm',
    accelerators: 1,
    nodes: 1,
    // Over is said by a leg that came to its end, not by a shell whose sleep was killed a moment before itself.
    command: ['/bin/sh', '-c', `echo began; sleep ${seconds} && echo over`],
    environment: {},
    durationMaxS: 600,
    barrier: false,
    contract: {
      runId: `${legId}-run`,
      attempt: 1,
      rank: 0,
      legCount: 1,
      listen: '',
      rendezvous: '',
      peers: [],
      wanGbps: 0,
      wanRttMs: 0,
      sync: 'sync',
      rampS: 0,
      checkpointIntervalS: 0,
    },
    ...parts,
  }
}

export async function seen(engine: Engine): Promise<SiteObservation & { isReachable: true }> {
  const observation = await engine.observe()
  if (!observation.isReachable) throw new Error(`the site does not answer: ${observation.why}`)
  return observation
}

export const reachPhase = (
  engine: Engine,
  legId: string,
  phase: LegReport['phase'],
): Promise<LegReport> =>
  until(`${legId} is ${phase}`, async () => {
    const leg = (await seen(engine)).legs.find((report) => report.legId === legId)
    if (leg?.phase === 'ended' && phase !== 'ended')
      throw new Error(`${legId} ended (${leg.outcome}, ${leg.exitCode}) before it was ${phase}`)
    return leg?.phase === phase ? leg : undefined
  })

/** Asks again as the control loop does, until the answer is no longer `unknown`. */
export const settle = (ask: () => Promise<{ readonly status: string }>): Promise<string> =>
  until('the site answers', async () => {
    const { status } = await ask()
    return status === 'unknown' ? undefined : status
  })

export const logOf = async (engine: Engine, legId: string): Promise<string> =>
  (await engine.readLog(legId, 0, 65_536)).text
