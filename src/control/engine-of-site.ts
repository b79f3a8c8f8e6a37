import { join, resolve } from 'node:path'
import { openProcessEngine, openSimulatedEngine, openSlurmEngine } from '../engines/index.ts'
import type { Engine } from '../engines/index.ts'
import type { Site } from '../fleet/index.ts'

/** The engine that the fleet file names for a site; what it keeps lies under the data directory, by site. */
export function openEngine(
  site: Site,
  { dataDirectory, clockMs }: { readonly dataDirectory: string; readonly clockMs: () => number },
): Engine {
  const directory = join(dataDirectory, 'sites', site.id)
  const { engine } = site
  const siteId = site.id
  switch (engine.kind) {
    case 'process':
      return openProcessEngine({
        siteId,
        directory,
        pools: site.pools,
        nowMs: clockMs,
        ...(engine.workingDirectory === undefined
          ? {}
          : { workingDirectory: resolve(engine.workingDirectory) }),
      })
    case 'simulated':
      return openSimulatedEngine({
        siteId,
        directory,
        pools: site.pools,
        clock: { nowMs: clockMs },
        seed: engine.seed,
        allocateS: engine.allocateS,
        failureRatePerH: engine.failureRatePerH,
      })
    case 'slurm':
      return openSlurmEngine({ site, config: engine, directory })
  }
}
