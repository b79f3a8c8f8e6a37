import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { engineConformance, type EngineHarness } from '../../src/engines/conformance.ts'
import { openSlurmEngine } from '../../src/engines/slurm/slurm-engine.ts'
import { labPools, openLab, type Lab } from './lab/lab.ts'

/** Short, since a test of a cut link waits for it a dozen times. */
const timeoutMs = 2500

describe.each(['rest', 'cli'] as const)('slurm by %s', (transport) => {
  let lab: Lab
  beforeAll(async () => {
    lab = await openLab()
  })
  afterAll(async () => {
    await lab?.[Symbol.asyncDispose]()
  })
  engineConformance({ name: `slurm ${transport}`, make: async () => harness(lab, transport) })
})

function harness(lab: Lab, transport: 'rest' | 'cli'): EngineHarness {
  const evidence = join(lab.folder, 'evidence')
  mkdirSync(evidence, { recursive: true })
  chmodSync(evidence, 0o777)
  let foreign: string | undefined
  const setForeign = async (accelerators: number): Promise<void> => {
    if (foreign !== undefined) await lab.slurm('alpha', ['scancel', foreign])
    foreign = undefined
    if (accelerators === 0) return
    const command = ['sbatch', '--parsable', `--gpus-per-node=h100:${accelerators}`]
    const input = '#!/bin/bash\nexec sleep 600\n'
    foreign = await lab.slurm('alpha', [...command, '-D', '/tmp', '-o', '/dev/null'], { input })
  }
  return {
    siteId: 'alpha',
    poolId: 'gpu',
    accelerator: 'h100-sxm',
    accelerators: 16,
    nodePath: lab.nodePath,
    engine: async () =>
      openSlurmEngine({
        site: { id: 'alpha', pools: labPools },
        config: lab.config('alpha', transport),
        directory: join(lab.folder, `engine-${transport}`),
        timeoutMs,
        pollRunningS: 1,
      }),
    nowMs: Date.now,
    advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    evidence,
    setForeign,
    setReachable: (isReachable) => lab.link('alpha', isReachable ? 'heal' : 'cut'),
    [Symbol.asyncDispose]: () => setForeign(0),
  }
}
