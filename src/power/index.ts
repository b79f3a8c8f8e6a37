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
export { powerOf, whatAMegawattGives } from './site/chain.ts'
export type { Chain, ChainRequest, MegawattRequest, PowerRequest } from './site/chain.ts'
export { chainFigures } from './site/chain-figures.ts'
export { coolingKinds, coolings } from './site/cooling.ts'
export type { CoolingKind } from './site/cooling.ts'
export { waterOf } from './site/water.ts'
export type { Climate, WaterYear } from './site/water.ts'
export { headroom } from './site/headroom.ts'
export type { Headroom } from './site/headroom.ts'
