import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engineConformance, type EngineHarness } from '../conformance.ts'
import { commandLaws } from '../conformance-commands.ts'
import { openSimulatedEngine } from './simulated-engine.ts'
import { folderStore } from './folder-store.ts'
import { memoryStore, type SimulatedStore } from './simulated-store.ts'

const pools = [{ id: 'gpu', accelerator: 'h100-sxm', nodes: 1, acceleratorsPerNode: 8 }]

function harness(makeStore: () => SimulatedStore, dispose: () => void): EngineHarness {
  let nowMs = Date.UTC(2026, 0, 1)
  const open = () =>
    openSimulatedEngine({
      siteId: 'paper',
      pools,
      seed: 1,
      allocateS: 0.1,
      failureRatePerH: 0,
      clock: { nowMs: () => nowMs },
      workOf: ({ environment }) => ({
        runS: Number(environment['CONFORMANCE_RUN_MS']) / 1000,
        exitCode: Number(environment['CONFORMANCE_EXIT']),
      }),
      store: makeStore(),
    })
  return {
    siteId: 'paper',
    poolId: 'gpu',
    accelerator: 'h100-sxm',
    accelerators: 8,
    engine: async () => open(),
    nowMs: () => nowMs,
    advance: async (ms) => {
      nowMs += ms
    },
    setForeign: async (accelerators) => open().setForeign('gpu', accelerators),
    setReachable: async (isReachable) => open().setReachable(isReachable),
    [Symbol.asyncDispose]: async () => dispose(),
  }
}

const skip = [{ reason: 'it runs no command', tests: commandLaws.map((law) => law.name) }]

engineConformance({
  name: 'simulated, in memory',
  skip,
  make: async () => {
    const store = memoryStore()
    return harness(
      () => store,
      () => {},
    )
  },
})

engineConformance({
  name: 'simulated, in a folder',
  skip,
  make: async () => {
    const directory = mkdtempSync(join(tmpdir(), 'gridloom-simulated-'))
    return harness(
      () => folderStore(join(directory, 'site')),
      () => rmSync(directory, { recursive: true }),
    )
  },
})
