import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { engineConformance } from '../conformance.ts'
import { openProcessEngine } from './process-engine.ts'

engineConformance({
  name: 'process',
  isConcurrent: true,
  make: async () => {
    const directory = mkdtempSync(join(tmpdir(), 'gridloom-process-'))
    const site = join(directory, 'site')
    const evidence = join(directory, 'evidence')
    mkdirSync(evidence)
    const pools = [{ id: 'gpu', accelerator: 'h100-sxm', nodes: 1, acceleratorsPerNode: 8 }]
    let isReachable = true
    return {
      siteId: 'desk',
      poolId: 'gpu',
      accelerator: 'h100-sxm',
      accelerators: 8,
      evidence,
      engine: async () =>
        openProcessEngine({ siteId: 'desk', directory: site, pools, nowMs: Date.now }),
      nowMs: Date.now,
      advance: (ms) => delay(ms),
      setForeign: async (accelerators) => {
        const path = join(site, 'foreign', 'someone.json')
        const load = { poolId: 'gpu', accelerators, pid: process.pid }
        writeFileSync(path, JSON.stringify(load))
      },
      setReachable: async (shall) => {
        if (shall === isReachable) return
        isReachable = shall
        const [marker, hidden] = [join(site, 'site.json'), join(site, 'site.json.hidden')]
        if (shall) renameSync(hidden, marker)
        else renameSync(marker, hidden)
      },
      [Symbol.asyncDispose]: async () => rmSync(directory, { recursive: true, force: true }),
    }
  },
})
