import { lineModes } from '../../catalog/index.ts'

/**
 * What a wave can carry: rate, width, and the signal it needs. Modules of the catalog, and a line card of today whose rate is
 * set in steps: 138 GBd on 150 GHz, shaped from 400 Gb/s to 1.2 Tb/s. Required OSNR of these steps: MapYourTech, coherent
 * optical transmission formulas (2025), a secondary page that rounds to whole dB: about 16, 19, 22, 26 and 30 dB in 0.1 nm for
 * 400, 600, 800, 1,000 and 1,200 Gb/s. The symbol rate is worked out from its 2.72 to 5.43 bits a symbol with a quarter of
 * overhead (138 GBd; its 400 Gb/s row is at 125 GBd and errs to the safe side). Assumed: odd hundreds lie between their
 * neighbours, and the transmitter is that of the OpenROADM file, 36 dB. None of these was moved to meet a field trial. A mode
 * also ends where its receiver can undo no more dispersion: before that the penalty grows to 0.5 dB (as in GNPy's 400ZR file).
 */
export interface Mode {
  readonly id: string
  readonly name: string
  readonly waveGbps: number
  readonly symbolRateGbd: number
  readonly spacingGhz: number
  /** In 0.1 nm, with nothing but noise. */
  readonly requiredOsnrDb: number
  readonly transmitterOsnrDb: number
  readonly moduleW: number
  /** What its agreement or vendor names; a single amplified span for the ZR class. */
  readonly reachKmMax?: number
  readonly dispersionPsPerNmMax: number
  readonly pmdPsMax: number
}

/** At the limit of dispersion and at that of PMD. */
const penaltyAtLimitDb = 0.5

/**
 * What receivers undo, by class. ZR: 2,400 ps/nm and 10 ps (OIF-400ZR-01.0 and 800ZR, by MapYourTech and an encyclopaedia).
 * ZR+, assumed: the 20,000 ps/nm and 20 ps that GNPy 2.14 gives its one entry of the class, which it calls ZR400G
 * (extra_eqpt_config.json). Line cards, assumed: 100,000 ps/nm and 30 ps; subsea products undo more.
 */
const limits = {
  zr: { dispersionPsPerNmMax: 2400, pmdPsMax: 10 },
  zrPlus: { dispersionPsPerNmMax: 20_000, pmdPsMax: 20 },
  lineCard: { dispersionPsPerNmMax: 100_000, pmdPsMax: 30 },
} as const

const limitsOf = (id: string): (typeof limits)[keyof typeof limits] => {
  if (id.startsWith('embedded')) return limits.lineCard
  return id.includes('zr-plus') ? limits.zrPlus : limits.zr
}

/** No agreement fixes these yet, so nothing is planned on them. */
const isSpecified = (id: string): boolean => !id.startsWith('1600zr')

const fromCatalog: readonly Mode[] = lineModes
  .filter(({ id }) => isSpecified(id))
  .map((row) => ({
    id: row.id,
    name: row.name,
    waveGbps: row.lineGbps.value,
    symbolRateGbd: row.symbolRateGbaud.value,
    spacingGhz: row.spacingGhz.value,
    requiredOsnrDb: row.requiredOsnrDb.value,
    transmitterOsnrDb: row.txOsnrDb.value,
    moduleW: row.moduleW.value,
    ...(row.reachKm === undefined ? {} : { reachKmMax: row.reachKm.value }),
    ...limitsOf(row.id),
  }))

/** Gb/s and required OSNR in dB. */
const shapedSteps = [
  [400, 16],
  [500, 17.5],
  [600, 19],
  [700, 20.5],
  [800, 22],
  [900, 24],
  [1000, 26],
  [1100, 28],
  [1200, 30],
] as const

/** Power of a line card per wave, assumed: one of a pair in a 1RU transponder of the 5 nm class. */
const lineCardW = 120

const shaped: readonly Mode[] = shapedSteps.map(([waveGbps, requiredOsnrDb]) => ({
  id: `shaped-138-${waveGbps}g`,
  name: `Line card at 138 GBd, ${waveGbps} Gb/s`,
  waveGbps,
  symbolRateGbd: 138,
  spacingGhz: 150,
  requiredOsnrDb,
  transmitterOsnrDb: 36,
  moduleW: lineCardW,
  ...limits.lineCard,
}))

/** OpenROADM MSA 5.0, as GNPy 2.14 has it (example-data/eqpt_config_openroadm_ver5.json): Gb/s, GBd, GHz, dB, ps/nm, ps. */
const openRoadmRows = [
  [100, 31.57, 50, 12, 48_000, 30],
  [200, 63.1, 87.5, 17, 24_000, 25],
  [300, 63.1, 87.5, 21, 18_000, 25],
  [400, 63.1, 87.5, 24, 12_000, 20],
] as const

/** Assumed: a module of the CFP2 class. */
const openRoadmW = 25

const openRoadm: readonly Mode[] = openRoadmRows.map(
  ([waveGbps, symbolRateGbd, spacingGhz, requiredOsnrDb, dispersionPsPerNmMax, pmdPsMax]) => ({
    id: `openroadm-${waveGbps}g`,
    name: `OpenROADM, ${waveGbps} Gb/s`,
    waveGbps,
    symbolRateGbd,
    spacingGhz,
    requiredOsnrDb,
    transmitterOsnrDb: 36,
    moduleW: openRoadmW,
    dispersionPsPerNmMax,
    pmdPsMax,
  }),
)

export const modes: readonly Mode[] = [...fromCatalog, ...shaped, ...openRoadm]

export interface LineSeen {
  readonly routeKm: number
  /** Of the line and what stands at its ends, in 0.1 nm, without the transmitter. */
  readonly gsnrDb: number
  readonly dispersionPsPerNm: number
  readonly pmdPs: number
  readonly marginDb: number
}

/** Why a mode is not lit, with what it needs and what there is. */
export interface ModeRefusal {
  readonly modeId: string
  readonly reason: 'beyond-reach' | 'beyond-dispersion' | 'beyond-pmd' | 'signal-short'
  readonly has: number
  readonly needs: number
  readonly unit: 'km' | 'ps/nm' | 'ps' | 'dB'
}

export type ModeVerdict =
  | { readonly fits: true; readonly spareDb: number }
  | { readonly fits: false; readonly refusal: ModeRefusal }

/** What rules a mode out whatever the signal: its reach, and what its receiver can undo. Costs nothing, so that it is asked first. */
export function ruledOut(mode: Mode, line: Omit<LineSeen, 'gsnrDb'>): ModeRefusal | undefined {
  const { id: modeId, reachKmMax = Infinity, dispersionPsPerNmMax, pmdPsMax } = mode
  if (line.routeKm > reachKmMax) {
    return { modeId, reason: 'beyond-reach', has: line.routeKm, needs: reachKmMax, unit: 'km' }
  }
  const dispersion = Math.abs(line.dispersionPsPerNm)
  if (dispersion > dispersionPsPerNmMax) {
    return { modeId, reason: 'beyond-dispersion', has: dispersion, needs: dispersionPsPerNmMax, unit: 'ps/nm' } // prettier-ignore
  }
  if (line.pmdPs > pmdPsMax) {
    return { modeId, reason: 'beyond-pmd', has: line.pmdPs, needs: pmdPsMax, unit: 'ps' }
  }
  return undefined
}

/** Whether a line carries a mode: 1/GSNR = 1/line + 1/transmitter, against required OSNR, penalties and margin. */
export function judgeMode(mode: Mode, line: LineSeen): ModeVerdict {
  const refusal = ruledOut(mode, line)
  if (refusal !== undefined) return { fits: false, refusal }
  const { dispersionPsPerNmMax, pmdPsMax } = mode
  const dispersion = Math.abs(line.dispersionPsPerNm)
  const received = inverseSumDb([line.gsnrDb, mode.transmitterOsnrDb])
  const penalty = penaltyAtLimitDb * (dispersion / dispersionPsPerNmMax + line.pmdPs / pmdPsMax)
  const needs = mode.requiredOsnrDb + penalty + line.marginDb
  if (received < needs) {
    return { fits: false, refusal: { modeId: mode.id, reason: 'signal-short', has: received, needs, unit: 'dB' } } // prettier-ignore
  }
  return { fits: true, spareDb: received - needs }
}

/** Noises add: 1/total = sum of 1/each. */
export const inverseSumDb = (ratiosDb: readonly number[]): number =>
  -10 * Math.log10(ratiosDb.reduce((sum, db) => sum + 10 ** (-db / 10), 0))
