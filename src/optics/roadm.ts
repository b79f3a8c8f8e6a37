import { dbOfRatio, wattsOfDbm } from './decibel.ts'
import type { Roadm, RoadmTarget } from './element.ts'
import { addSquares, at, attenuate, scale } from './spectrum.ts'
import type { Spectrum } from './spectrum.ts'

/**
 * What a ROADM does to a spectrum: it attenuates each channel to its target, counted in total power (signal and noise), and leaves one
 * that comes in below it. Noise of its add and drop parts is counted at the receiver.
 */
export function passRoadm(before: Spectrum, roadm: Roadm): Spectrum {
  const { comb } = before
  const lost = attenuate(before, roadm.lossDb ?? 0)
  const ratios = lost.powerW.map((power, i) => {
    const targetDbm = targetOf(roadm.target, before, i) + at(comb.offsetDb, i)
    return Math.min(wattsOfDbm(targetDbm) / power, 1)
  })
  const pmdS = addSquares(lost.pmdS, (roadm.pmdPs ?? 0) * 1e-12)
  return { ...scale(lost, ratios), pmdS }
}

function targetOf(target: RoadmTarget, { comb }: Spectrum, channel: number): number {
  if (target.kind === 'channel') return target.dbm
  const widths = target.kind === 'slot' ? comb.slotWidthHz : comb.symbolRateHz
  return dbOfRatio(target.mwPerGhz * at(widths, channel) * 1e-9)
}
