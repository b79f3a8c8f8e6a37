/**
 * Quantities are plain numbers with a compile-time flavour. Numbers flow in, another unit does not.
 * Power is typed along the chain and never mixed: chip W, node kW, IT MW, facility MW, MVA.
 */
declare const unit: unique symbol
export type Quantity<U extends string> = number & { readonly [unit]?: U }

export type ChipW = Quantity<'chip W'>
export type NodeKw = Quantity<'node kW'>
export type ItMw = Quantity<'IT MW'>
export type FacilityMw = Quantity<'facility MW'>
export type Mva = Quantity<'MVA'>
export type MwPerMin = Quantity<'MW/min'>
export type Mwh = Quantity<'MWh'>
export type Ratio = Quantity<'1'>
export type Gbps = Quantity<'Gb/s'>
export type Gb = Quantity<'GB'>
export type Km = Quantity<'km'>
export type Ms = Quantity<'ms'>
export type S = Quantity<'s'>
export type H = Quantity<'h'>
export type Deg = Quantity<'deg'>
export type DegC = Quantity<'degC'>
export type Usd = Quantity<'USD'>
export type UsdPerMwh = Quantity<'USD/MWh'>
export type UsdPerTonne = Quantity<'USD/t'>
export type UsdPerGb = Quantity<'USD/GB'>
export type UsdPerGbpsH = Quantity<'USD/(Gb/s h)'>
export type KgPerMwh = Quantity<'kg/MWh'>
export type LPerKwh = Quantity<'L/kWh'>
export type M3PerDay = Quantity<'m3/day'>

/** IT power to power at the meter. */
export const atTheMeter = (it: ItMw, pue: Ratio): FacilityMw => it * pue

/** Energy of a constant facility load over a duration. */
export const energyMwh = (power: FacilityMw, duration: H): Mwh => power * duration
