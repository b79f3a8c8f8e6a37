export { pueAtHour, worstPue } from './pue.ts'
export { buildSiteCap, capAt, capSpans, envelopeMw, minItW } from './site-cap.ts'
export type { CapSegment, CapSpan, SiteCap } from './site-cap.ts'
export { buildEnergyCost, usdPerItMw } from './energy-cost.ts'
export type { EnergyCost } from './energy-cost.ts'
export { describeDispatch } from './dispatch/describe.ts'
export type { DescribedDispatch } from './dispatch/describe.ts'
export { readDispatch } from './dispatch/read.ts'
export { solveDispatch } from './dispatch/solve-dispatch.ts'
export type { SolvedDispatch } from './dispatch/solve-dispatch.ts'
export type {
  BusResult,
  Dispatch,
  DispatchOutcome,
  EnergyBalance,
  FlowResult,
  LimitResult,
  LinkResult,
  StorageResult,
  StoreResult,
} from './dispatch/result.ts'
export type {
  Bus,
  EnergyModel,
  Generator,
  Limit,
  Line,
  Link,
  Load,
  StorageUnit,
  Store,
} from './dispatch/model.ts'
export type {
  Capacity,
  Capital,
  Carrier,
  Commitment,
  Period,
  PerStep,
  Snapshots,
} from './dispatch/model-parts.ts'
export { annuity, flatBill } from './dispatch/annuity.ts'
export type { Financing, FlatBill } from './dispatch/annuity.ts'
export { readPypsa } from './pypsa/read-pypsa.ts'
export type { PypsaOptions } from './pypsa/read-pypsa.ts'
export { validatePower, validatePypsaNetworks } from './validate-power.ts'
export { dispatchSite, solveSite } from './dispatch/dispatch-site.ts'
export type { DescribedSite, SiteOutcome, SiteResult } from './dispatch/dispatch-site.ts'
export type {
  CurtailmentBudget,
  SiteBattery,
  SiteDispatch,
  SiteSupply,
} from './dispatch/site-model.ts'
export { validateSites } from './site/validate-sites.ts'
export { validateHeadroom } from './site/cases/headroom-areas.ts'
export { estimatePower } from './site/estimate-power.ts'
export type { PowerEstimate, PowerEstimateRequest, PowerOutcome } from './site/estimate.ts'
export { powerOf, whatAMegawattGives } from './site/chain.ts'
export type { Chain, ChainRequest, MegawattRequest, PowerRequest } from './site/chain.ts'
export { chainRows } from './site/chain-rows.ts'
export type { ChainRow } from './site/chain-rows.ts'
export { chainFigures, designPeakRatios } from './site/chain-figures.ts'
export { siteEnvelope } from './site/envelope.ts'
export type { Envelope, EnvelopeCalendar } from './site/envelope.ts'
export type {
  EnvelopeTotals,
  Phase,
  RefuellingGap,
  SupplyTotals,
  TargetTotals,
} from './site/envelope-totals.ts'
export type { Binding } from './site/course.ts'
export type { Curtailment, EnvelopeSupply, LossCause } from './site/supply.ts'
export { batteryFirms } from './site/firming.ts'
export { coolingAt, coolingKinds, coolingOf, coolings } from './site/cooling.ts'
export type { Cooling, CoolingKind, CoolingPoint } from './site/cooling.ts'
export { waterOf } from './site/water.ts'
export type {
  Climate,
  CoolingChoice,
  WaterBreach,
  WaterPermit,
  WaterRequest,
  WaterYear,
} from './site/water.ts'
export { carbonOf } from './site/carbon.ts'
export type {
  AverageFactor,
  CarbonRequest,
  CarbonScope,
  CarbonYear,
  EnergyContract,
  MarginalFactor,
} from './site/carbon.ts'
export { headroom, headroomCaveats, summerAndWinter } from './site/headroom.ts'
export type { Headroom, HeadroomRequest } from './site/headroom.ts'
export { timeToPower } from './site/time-to-power.ts'
export type {
  PowerDate,
  PowerOption,
  TimeToPower,
  TimeToPowerRequest,
} from './site/time-to-power.ts'
export { delayCost } from './site/delay-cost.ts'
export type { DelayCost, DelayRequest } from './site/delay-cost.ts'
export type { Hourly } from './site/hourly.ts'
