/**
 * Planning figures per fibre pair: best power by the closed form with constant effective area, GSNR of one span, how many spans keep a
 * GSNR, and Shannon's bound at ten spans. Noise figure 5 dB, band of 4.8 or 9.6 THz about 193.7 THz, no margin, no Raman scattering, no ROADM.
 * Computed apart from this code with the formulas of the closed form (November 2026).
 */
export interface PlanningRow {
  readonly id: string
  readonly lossDbPerKm: number
  readonly dispersionPsPerNmKm: number
  readonly effectiveAreaUm2: number
  readonly spanKm: number
  readonly spacingGhz: number
  readonly symbolRateGbd: number
  readonly published: {
    readonly powerDbm: number
    readonly gsnr01NmDb: number
    readonly spansAt26Db: number
    readonly spansAt24Db: number
    readonly cTbps: number
    readonly clTbps: number
  }
}

type Numbers = readonly [
  dbm: number,
  gsnr: number,
  at26: number,
  at24: number,
  c: number,
  cl: number,
]
type Kind = Pick<PlanningRow, 'lossDbPerKm' | 'dispersionPsPerNmKm' | 'effectiveAreaUm2'>
type Row = readonly [kind: Kind, spanKm: number, ghz: number, gbd: number, numbers: Numbers]

const standard: Kind = { lossDbPerKm: 0.2, dispersionPsPerNmKm: 16.7, effectiveAreaUm2: 83 }
const aged: Kind = { ...standard, lossDbPerKm: 0.22 }
const ultraLowLoss: Kind = { lossDbPerKm: 0.168, dispersionPsPerNmKm: 20.9, effectiveAreaUm2: 125 }

const rowOf = ([kind, spanKm, spacingGhz, symbolRateGbd, numbers]: Row): PlanningRow => {
  const [powerDbm, gsnr01NmDb, spansAt26Db, spansAt24Db, cTbps, clTbps] = numbers
  return {
    id: `${kind.lossDbPerKm} dB/km, ${spanKm} km, ${symbolRateGbd} GBd`,
    ...kind,
    spanKm,
    spacingGhz,
    symbolRateGbd,
    published: { powerDbm, gsnr01NmDb, spansAt26Db, spansAt24Db, cTbps, clTbps },
  }
}

export const planningRows: readonly PlanningRow[] = (
  [
    [standard, 80, 75, 60.138, [0.34, 35.53, 8, 14, 48.0, 95.2]],
    [standard, 80, 150, 118.2, [3.26, 38.44, 17, 27, 47.1, 93.4]],
    [standard, 100, 150, 118.2, [4.55, 35.73, 9, 14, 40.4, 80.1]],
    [aged, 80, 150, 118.2, [3.92, 37.5, 14, 22, 44.8, 88.8]],
    [aged, 100, 150, 118.2, [5.36, 34.54, 7, 11, 37.5, 74.2]],
    [ultraLowLoss, 80, 150, 118.2, [3.66, 41.41, 34, 55, 54.5, 108.2]],
    [ultraLowLoss, 100, 150, 118.2, [4.71, 39.09, 20, 32, 48.7, 96.7]],
  ] satisfies Row[]
).map(rowOf)

export const planningNoiseFigureDb = 5
export const planningCentreThz = 193.7
export const planningBandsGhz = { c: 4800, cl: 9600 }
export const planningSpans = 10
export const planningSource =
  'Closed form at its best power, computed apart from this code (November 2026)'
