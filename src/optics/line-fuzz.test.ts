import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Amplifier, NoiseModel } from './amplifier.ts'
import { estimateSpans } from './estimate-spans.ts'
import { estimateLine } from './line.ts'
import type { Line } from './line-input.ts'

/** A figure as people get it wrong: often plausible, at times anything. */
const figure = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 250, arbitrary: fc.double({ min, max, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(0, -1, NaN, Infinity, -Infinity, 1e-300, 1e300, -1e9) },
    { weight: 1, arbitrary: fc.double() },
  )

const curve = fc.oneof(
  figure(0.1, 20),
  fc.record({
    frequencyThz: fc.array(figure(180, 200), { maxLength: 4 }),
    value: fc.array(figure(0.1, 20), { maxLength: 4 }),
  }),
  fc.constant({ frequencyThz: [180, 200], value: [0.2, 0.25] }),
)

const fibre = fc.record(
  {
    lossDbPerKm: curve,
    dispersionPsPerNmKm: curve,
    effectiveAreaUm2: figure(20, 300),
    areaModel: fc.constantFrom('mode', 'constant'),
    dispersionSlopePsPerNm2Km: figure(-0.2, 0.2),
    pmdPsPerSqrtKm: figure(0, 1),
    groupIndex: figure(1, 1.5),
    nonlinearIndexM2PerW: figure(0, 1e-19),
  },
  { requiredKeys: ['lossDbPerKm', 'dispersionPsPerNmKm', 'effectiveAreaUm2'] },
)

const span = fc.record(
  {
    kind: fc.constant('span' as const),
    fibre,
    lengthKm: figure(0.1, 200),
    inputConnectorDb: figure(0, 2),
    outputConnectorDb: figure(0, 2),
    paddingDb: figure(0, 20),
    lumpedLosses: fc.array(fc.record({ positionKm: figure(0, 100), lossDb: figure(0, 2) }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: ['kind', 'fibre', 'lengthKm'] },
)

const simpleNoise: fc.Arbitrary<NoiseModel> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), noiseFigureDb: figure(3, 12) }),
  fc.record({
    kind: fc.constant('two-stage' as const),
    noiseFigureMinDb: figure(4, 8),
    noiseFigureMaxDb: figure(6, 12),
  }),
  fc.record({
    kind: fc.constantFrom('polynomial' as const, 'open-roadm' as const),
    coefficients: fc.array(figure(-1, 10), { maxLength: 4 }),
  }),
  fc.record({ kind: fc.constantFrom('preamp' as const, 'noiseless' as const) }),
)

const amplifierWith = (noise: fc.Arbitrary<NoiseModel>): fc.Arbitrary<Amplifier> =>
  fc.record(
    {
      gainMinDb: figure(0, 15),
      gainMaxDb: figure(15, 35),
      powerMaxDbm: figure(10, 27),
      noise,
      shape: fc.record(
        {
          minThz: figure(180, 192),
          maxThz: figure(195, 200),
          gainRippleDb: fc.array(figure(-1, 1), { maxLength: 3 }),
          noiseRippleDb: fc.array(figure(-1, 1), { maxLength: 3 }),
          dynamicGainTilt: fc.array(figure(1, 2), { maxLength: 3 }),
        },
        { requiredKeys: ['minThz', 'maxThz'] },
      ),
    },
    { requiredKeys: ['gainMinDb', 'gainMaxDb', 'noise'] },
  )

const amplifier = amplifierWith(
  fc.oneof(
    { weight: 4, arbitrary: simpleNoise },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('cascade' as const),
        first: amplifierWith(simpleNoise),
        second: amplifierWith(simpleNoise),
      }),
    },
  ),
)

const site = fc.record({
  kind: fc.constant('amplifier' as const),
  bands: fc.array(
    fc.record(
      {
        amplifier,
        gainDb: figure(0, 30),
        inputVoaDb: figure(0, 3),
        outputVoaDb: figure(0, 3),
        tiltDb: figure(-3, 3),
        band: fc.record({ minThz: figure(180, 192), maxThz: figure(192, 200) }),
      },
      { requiredKeys: ['amplifier', 'gainDb'] },
    ),
    { minLength: 0, maxLength: 2 },
  ),
})

const roadm = fc.record(
  {
    kind: fc.constant('roadm' as const),
    target: fc.oneof(
      fc.record({ kind: fc.constant('channel' as const), dbm: figure(-25, 0) }),
      fc.record({
        kind: fc.constantFrom('symbol-rate' as const, 'slot' as const),
        mwPerGhz: figure(1e-5, 1e-2),
      }),
    ),
    lossDb: figure(0, 20),
    osnrDb: figure(20, 50),
    pmdPs: figure(0, 3),
  },
  { requiredKeys: ['kind', 'target'] },
)

const loss = fc.record({ kind: fc.constant('loss' as const), lossDb: figure(0, 5) })

const group = fc.record(
  {
    channels: fc.oneof(fc.integer({ min: 1, max: 12 }), figure(0, 3)),
    firstThz: figure(186, 196),
    spacingGhz: figure(50, 200),
    symbolRateGbd: figure(20, 60),
    rollOff: figure(0, 1),
    offsetDb: figure(-2, 2),
    transmitterOsnrDb: figure(20, 50),
  },
  { requiredKeys: ['channels', 'firstThz', 'spacingGhz', 'symbolRateGbd'] },
)

const line: fc.Arbitrary<Line> = fc.record({
  channels: fc.array(group, { maxLength: 2 }),
  launchDbm: figure(-10, 10),
  elements: fc.array(fc.oneof(span, site, roadm, loss), { maxLength: 8 }),
})

/** Every number in an answer, typed arrays included. */
function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value]
  if (value instanceof Float64Array) return [...value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(numbersIn)
}

it('no line, however wrong, gives a figure that is not finite', () => {
  let estimated = 0
  fc.assert(
    fc.property(line, (input) => {
      const outcome = estimateLine(input)
      if (outcome.kind === 'refused') expect(outcome.diagnostics.length).toBeGreaterThan(0)
      if (outcome.kind !== 'estimated') return
      estimated += 1
      expect(numbersIn(outcome).filter((each) => !Number.isFinite(each))).toEqual([])
    }),
    { numRuns: 6000 },
  )
  expect(estimated).toBeGreaterThan(200)
})

it('no spans, however wrong, give a figure that is not finite', () => {
  let estimated = 0
  const figures = fc.record({
    lengthKm: figure(1, 150),
    lossDbPerKm: figure(0.1, 0.3),
    dispersionPsPerNmKm: figure(2, 22),
    effectiveAreaUm2: figure(70, 150),
    connectorLossDb: figure(0, 1),
  })
  const request = fc.record({
    spans: fc.array(figures, { maxLength: 4 }),
    noiseFigureDb: figure(3.1, 8),
    comb: group,
    launch: fc.oneof(fc.constant('optimum' as const), figure(-5, 5)),
  })
  fc.assert(
    fc.property(request, (input) => {
      const outcome = estimateSpans(input)
      if (outcome.kind !== 'estimated') return
      estimated += 1
      expect(numbersIn(outcome).filter((each) => !Number.isFinite(each))).toEqual([])
    }),
    { numRuns: 1000 },
  )
  expect(estimated).toBeGreaterThan(200)
})
