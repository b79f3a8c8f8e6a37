import { plantFigures as assumed } from './plant-figures.ts'
import type { Band } from './band.ts'

/**
 * What huts draw. Amplifiers of all lit pairs, plus what a hut needs anyway, plus cooling, which is stated as its share of the
 * whole:  hut = (pairs x amplifier + common) / (1 - cooling share).  Shelves are counted by the power that one feed may carry.
 */
export interface HutPowerRequest {
  readonly huts: number
  readonly fibrePairs: number
  readonly band: Band
  readonly amplifierPairW?: number
  /** 0 to 0.9. */
  readonly coolingShare?: number
}

export interface HutPower {
  readonly amplifierPairW: number
  readonly coolingShare: number
  readonly hutKw: number
  readonly hutCoolingKw: number
  readonly shelvesPerHut: number
  readonly routeKw: number
}

export function estimateHutPower(request: HutPowerRequest): HutPower {
  const { huts, fibrePairs, band, coolingShare = assumed.coolingShare.value } = request
  const standardW = band === 'C' ? assumed.amplifierPairCW.value : assumed.amplifierPairClW.value
  const amplifierPairW = request.amplifierPairW ?? standardW
  const equipmentW = fibrePairs * amplifierPairW + assumed.hutCommonW.value
  const hutKw = equipmentW / (1 - coolingShare) / 1000
  const pairsPerShelf = Math.max(1, Math.floor(assumed.shelfFeedMaxW.value / amplifierPairW))
  return {
    amplifierPairW,
    coolingShare,
    hutKw,
    hutCoolingKw: hutKw * coolingShare,
    shelvesPerHut: Math.ceil(fibrePairs / pairsPerShelf),
    routeKw: huts * hutKw,
  }
}
