import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadFleet } from '../../fleet/index.ts'
import type { Fleet } from '../../fleet/index.ts'
import { deriveCapacity } from '../../network/index.ts'
import { demoApi } from './demo-api.ts'
import { startDaemon } from './demo-daemon.ts'
import type { DemoDaemon } from './demo-daemon.ts'
import { northloomFile, prepareWork } from './demo-work.ts'
import type { Scene } from './scene.ts'
import { cutAndHeal } from './scene-cut.ts'
import { settleUp } from './scene-end.ts'
import { killAndGoOn } from './scene-kill.ts'
import { explainTraining, submitAll, watchTraining } from './scene-work.ts'
import type { Stage } from './stage.ts'

/** The main job, once, against Northloom: what is claimed in each step is checked against what the API says. */
export interface StoryOptions {
  readonly stage: Stage
  readonly folder: string
  readonly port: number
  readonly stop: AbortSignal
  /** Leave the daemon up before the end, until the user interrupts. */
  readonly stayUp: boolean
}

export async function runStory({ stage, folder, port, stop, stayUp }: StoryOptions): Promise<void> {
  stage.say('Real: processes, sockets, the shaped link, gradients and loss, the journal, the bill.')
  stage.say(
    'Declared: accelerators and megawatts; the trainer computes on this CPU. Sites riv, lul, nrm are simulated.',
  )
  stage.step('Check the fleet file')
  const fleet = checkFleet(stage)
  const work = prepareWork(folder)
  const dataDirectory = join(folder, 'data')
  const start = (at: number): Promise<DemoDaemon> =>
    startDaemon({ fleetFile: northloomFile, dataDirectory, port: at })

  stage.step('Start the daemon')
  let daemon = await start(port)
  const usedPort = Number(new URL(daemon.client.url).port)
  const scene: Scene = {
    stage,
    fleet,
    stop,
    api: () => demoApi(daemon.client),
    ids: { service: '', batch: '', training: '' },
    async kill() {
      const { pid } = daemon
      await daemon.kill()
      return pid
    },
    async restart() {
      daemon = await start(usedPort)
    },
  }
  try {
    const status = await scene
      .api()
      .get<{ readonly isLeader: boolean; readonly fencingToken: number }>('/v1/status')
    stage.check(
      'the daemon answers and leads',
      status.isLeader,
      `${daemon.client.url}, fencing token ${status.fencingToken}`,
    )
    await submitAll(scene, work)
    await watchTraining(scene)
    await explainTraining(scene)
    await killAndGoOn(scene)
    await cutAndHeal(scene)
    if (stayUp) await waitHere(scene, daemon, dataDirectory)
    await settleUp(scene)
  } finally {
    await cancelAll(scene).catch((error: unknown) => stage.say(`cannot tidy up: ${String(error)}`))
    await daemon.stop()
  }
}

function checkFleet(stage: Stage): Fleet {
  const loaded = loadFleet(
    readFileSync(northloomFile, 'utf8'),
    'fleets/northloom.yaml',
    deriveCapacity,
  )
  if (!loaded.ok) throw new Error(loaded.diagnostics.map((one) => one.message).join('; '))
  const fleet = loaded.value
  const areas = new Set(fleet.sites.map((site) => site.balancingArea))
  const evidence = `${fleet.sites.length} sites on ${areas.size} balancing areas, ${fleet.routes.length} routes, ${fleet.srlgs.length} shared-risk groups, ${fleet.sources.length} sourced groups of figures`
  stage.check('fleets/northloom.yaml has no error', fleet.sites.length === 6, evidence)
  return fleet
}

async function waitHere(
  { stage, stop, ids }: Scene,
  daemon: DemoDaemon,
  dataDirectory: string,
): Promise<void> {
  stage.say('')
  stage.say(
    `The daemon stays up at ${daemon.client.url} - interrupt (Ctrl-C) to settle up and end.`,
  )
  stage.say(
    `Look around:  npm run gridloom -- top --url ${daemon.client.url} --data ${dataDirectory}`,
  )
  stage.say(
    `              npm run gridloom -- logs -f ${ids.training} --url ${daemon.client.url} --data ${dataDirectory}`,
  )
  if (stop.aborted) return
  await new Promise<void>((resume) =>
    stop.addEventListener('abort', () => resume(), { once: true }),
  )
}

/** Nothing of the demo is left running, whatever went wrong. */
async function cancelAll(scene: Scene): Promise<void> {
  const ids = Object.values(scene.ids).filter((id) => id !== '')
  for (const id of ids)
    await scene
      .api()
      .cancel(id)
      .catch(() => undefined)
  const endMs = performance.now() + 15_000
  while (performance.now() < endMs) {
    const sites = await scene.api().sites()
    if (sites.every((site) => site.legs === 0)) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
