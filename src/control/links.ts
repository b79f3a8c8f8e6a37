import { litPath } from '../decide/index.ts'
import type { Leg, State, Workload } from '../decide/index.ts'
import type { WanEmulator } from '../engines/index.ts'

/**
 * The WAN between sites that are processes on one machine: each further leg of a gang reaches the first one through a
 * link process with the granted rate and delay, which goes dark when every path of its grant is dark. Real sites have
 * real fibre and get none of this.
 */
export interface Links extends AsyncDisposable {
  /** The leg's link stands when this resolves. */
  ensure(workload: Workload, leg: Leg): Promise<void>
  /** Brings every link to what the state says: rate, delay, cut; ends those of legs that are gone. */
  adjust(): Promise<void>
}

export function createLinks(state: State, emulator: WanEmulator): Links {
  const ensure = async (workload: Workload, leg: Leg): Promise<void> => {
    const hub = workload.legs[0]
    if (leg.linkPort === 0 || leg.wan === undefined || hub === undefined) return
    const path = litPath(state, leg.wan)
    await emulator.set(leg.legId, {
      listenPort: leg.linkPort,
      toPort: hub.port,
      rateGbps: leg.wan.gbps,
      delayMs: leg.wan.rttMs / 2,
      isCut: path === undefined,
    })
  }
  return {
    ensure,
    async adjust() {
      const wanted = new Set<string>()
      for (const leg of state.wanLegs.values()) {
        const workload = state.workloads.get(leg.workloadId)
        if (workload === undefined || leg.linkPort === 0 || !workload.legs.includes(leg)) continue
        wanted.add(leg.legId)
        if (leg.phase !== 'ordered') await ensure(workload, leg)
      }
      for (const id of await emulator.list()) if (!wanted.has(id)) await emulator.end(id)
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
