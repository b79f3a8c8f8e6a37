import type { Figure } from '../../catalog/index.ts'

type Origin = Pick<Figure, 'provenance' | 'source' | 'asOf'>

const figure = (value: number, unit: string, origin: Origin): Figure => ({
  value,
  unit,
  ...origin,
  confidence: origin.provenance === 'assumed' ? 'low' : 'medium',
})

/** Figures of buildings, cables and repair that the estimates of this folder rest on; a request may replace each. */
export const plantFigures = {
  /** One amplifier node for both directions of one pair in the C band. */
  amplifierPairCW: figure(150, 'W', {
    provenance: 'published',
    source: 'Juniper Networks, optical inline amplifier: one of two 150 W supplies carries the chassis, which amplifies both directions of one pair', // prettier-ignore
    asOf: '2017',
  }),
  amplifierPairClW: figure(300, 'W', {
    provenance: 'assumed',
    source:
      'Two bands are two sets of amplifiers: twice the C band. Multi-rail shelves that share pumps take less',
    asOf: '2026',
  }),
  hutCommonW: figure(200, 'W', {
    provenance: 'assumed',
    source: 'Supervision, router for management, lights and rectifier losses of one hut',
    asOf: '2026',
  }),
  shelfFeedMaxW: figure(3000, 'W', {
    provenance: 'published',
    source: 'MapYourTech, ILA site constraints: a shelf feed stays below 3,000 W, 300 mm deep, 10 RU high', // prettier-ignore
    asOf: '2026',
  }),
  /** What older huts are fed with. */
  hutFeedMaxKw: figure(14.4, 'kW', {
    provenance: 'assumed',
    source: '300 A at -48 V: MapYourTech, ILA site constraints, speaks of a few hundred amperes for the whole hut', // prettier-ignore
    asOf: '2026',
  }),
  /** Share of all power that a hut draws. */
  coolingShare: figure(0.5, '1', {
    provenance: 'assumed',
    source: 'Between the third of Meta ILA Evo (PUE below 1.5, 2025-01-10) and the up to 70 % of MapYourTech, ILA site constraints', // prettier-ignore
    asOf: '2026',
  }),
  spanMaxKm: figure(90, 'km', {
    provenance: 'assumed',
    source:
      'Middle of 80 to 100 km, between which Juniper Networks (2017) places inline amplifiers',
    asOf: '2026',
  }),
  spanLossMaxDb: figure(28, 'dB', {
    provenance: 'published',
    source:
      'Telecom Infra Project, oopt-gnpy 2.14: longest span that automatic design leaves whole',
    asOf: '2026',
  }),
  connectorLossDb: figure(0.5, 'dB', {
    provenance: 'published',
    source: 'Telecom Infra Project, oopt-gnpy 2.14, docs/excel.rst: connector loss at each end of a fibre', // prettier-ignore
    asOf: '2026',
  }),
  noiseFigureDb: figure(5.5, 'dB', {
    provenance: 'assumed',
    source: 'A good inline amplifier at the 18 to 20 dB of such spans. The library of oopt-gnpy 2.14 has 5.5 dB only at 35 dB of gain, and 6 dB at 26 dB', // prettier-ignore
    asOf: '2026',
  }),
  amplifierOutputDbm: figure(23, 'dBm', {
    provenance: 'published',
    source: 'Telecom Infra Project, oopt-gnpy 2.14, std_medium_gain and std_low_gain: total output of one band', // prettier-ignore
    asOf: '2026',
  }),
  addDropOsnrDb: figure(38, 'dB', {
    provenance: 'published',
    source: 'Telecom Infra Project, oopt-gnpy 2.14, example ROADM: OSNR of add and drop in 0.1 nm',
    asOf: '2026',
  }),
  /** End of life, ageing, polarisation and what neighbours add. */
  marginDb: figure(2, 'dB', {
    provenance: 'published',
    source: 'Telecom Infra Project, oopt-gnpy 2.14, example equipment: system margin of 2 dB',
    asOf: '2026',
  }),
  /** Raman scattering takes from the C band what it gives to the L band; the line model does not hold it. */
  ramanPenaltyDb: figure(1, 'dB', {
    provenance: 'assumed',
    source: 'What is left of the tilt of a C+L line after flattening, taken from the worst channel',
    asOf: '2026',
  }),
  repairH: figure(12, 'h', {
    provenance: 'assumed',
    source: 'Often quoted after outage reports to the US FCC of the 1990s; not re-read',
    asOf: '2026',
  }),
  /** Amplifiers, line cards and power of one hut or one end. */
  equipmentMtbfH: figure(250_000, 'h', {
    provenance: 'assumed',
    source: 'One failure of an amplifier node that stops traffic in about 28 years',
    asOf: '2026',
  }),
  equipmentRepairH: figure(6, 'h', {
    provenance: 'assumed',
    source: 'Travel to a hut with a spare part',
    asOf: '2026',
  }),
} as const satisfies Readonly<Record<string, Figure>>

const afl = 'Bellcore study in AFL Telecommunications, reliability of fibre cable installations'

/** Failures that stop service, for 1,000 km of cable in a year. */
export const cutsPer1000KmYear = {
  buried: figure(2.13, '1/(1000 km a)', { provenance: 'published', source: afl, asOf: '2001' }),
  opgw: figure(0.085, '1/(1000 km a)', { provenance: 'published', source: `${afl}; a vendor`, asOf: '2001' }), // prettier-ignore
  adss: figure(0.081, '1/(1000 km a)', { provenance: 'published', source: `${afl}; a vendor`, asOf: '2001' }), // prettier-ignore
} as const satisfies Readonly<Record<string, Figure>>

export type Cable = keyof typeof cutsPer1000KmYear
