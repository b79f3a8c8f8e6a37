export { estimateLine } from './line.ts'
export type { Line, LineOutcome } from './line.ts'
export { estimateSpans } from './estimate-spans.ts'
export type { SpanFigures, SpansOutcome, SpansRequest } from './estimate-spans.ts'
export { optimumPowerDbm } from './launch-power.ts'
export { meanWithin } from './receive.ts'
export type { ChannelFigures, Received } from './receive.ts'
export type { ChannelGroup } from './spectrum.ts'
export type { Fibre, FrequencyCurve } from './fibre.ts'
export type { Amplifier, GainShape, NoiseModel } from './amplifier.ts'
export type { AmplifierState } from './amplify.ts'
export type {
  AmplifierSetting,
  AmplifierSite,
  Element,
  Loss,
  Roadm,
  RoadmTarget,
  Span,
} from './element.ts'
export { readOfds } from './import/ofds.ts'
export { readSndlib } from './import/sndlib.ts'
export { readSndlibModel } from './import/sndlib-model.ts'
export type { SndlibModel } from './import/sndlib-model.ts'
export { readTopohub } from './import/topohub.ts'
export { toFleetNetwork } from './import/to-fleet-network.ts'
export type { FleetNetworkText } from './import/to-fleet-network.ts'
export { toGeoJson } from './import/to-geojson.ts'
export type { FeatureCollection } from './import/to-geojson.ts'
export type { ImportedNetwork, ImportOptions } from './import/imported-network.ts'
export { validateOptics } from './validate-optics.ts'
