import { dbOfRatio, wattsOfDbm } from './decibel.ts'
import type { Roadm, RoadmTarget } from './element.ts'
import { attenuate, scale } from './spectrum.ts'
import type { Spectrum } from './spectrum.ts'

/**
 * What a ROADM does to a spectrum: it attenuates each channel to its target, counted in total power (signal and noise), and leaves one
 * that comes in below it. Noise of its add and drop parts is counted at the receiver.
 */
export function passRoadm(before: Spectrum, roadm: Roadm): Spectrum {
  const { comb } = before
  const lost = attenuate(before, roadm.lossDb ?? 0)
  const levelled = scale(lost, (i) => {
    const power = lost.powerW[i] ?? 0
    const targetDbm = targetOf(roadm.target, before, i) + (comb.offsetDb[i] ?? 0)
    return Math.min(wattsOfDbm(targetDbm) / power, 1)
  })
  const pmdS = (roadm.pmdPs ?? 0) * 1e-12
  return pmdS === 0
    ? levelled
    : { ...levelled, pmdS: levelled.pmdS.map((sum) => Math.hypot(sum, pmdS)) }
}

function targetOf(target: RoadmTarget, { comb }: Spectrum, channel: number): number {
  if (target.kind === 'channel') return target.dbm
  const widths = target.kind === 'slot' ? comb.slotWidthHz : comb.symbolRateHz
  return dbOfRatio(target.mwPerGhz * (widths[channel] ?? 0) * 1e-9)
}
