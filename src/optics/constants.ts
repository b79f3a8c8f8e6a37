/**
 * The constants of the optical models. The first three are exact by the SI of 2019 (BIPM, SI Brochure, 9th edition, 2019); the
 * others are the values that GNPy 2.14 (Telecom Infra Project, oopt-gnpy, `core/parameters.py`) uses, so that both
 * programs speak of the same fibre.
 */
export const speedOfLightMPerS = 299_792_458
export const planckJs = 6.626_070_15e-34
export const boltzmannJPerK = 1.380_649e-23

/** 0.1 nm at 1550 nm: the bandwidth in which OSNR is quoted by convention. */
export const tenthNanometreHz = 12.5e9

/** Frequency to which the figures of a fibre hold unless it says otherwise: 1550 nm. */
export const referenceHz = speedOfLightMPerS / 1550e-9

/** Silica single-mode fibre: index of core (also used as group index for latency), nonlinear index, core radius. */
export const coreIndex = 1.468
export const nonlinearIndexM2PerW = 2.6e-20
export const coreRadiusM = 4.2e-6
