/** Ratios and powers in dB and dBm, as they stand at the interfaces; inside, powers are watts and ratios plain. */
const dbPerNeper = 10 / Math.LN10

export const ratioOfDb = (db: number): number => Math.exp(db / dbPerNeper)
export const dbOfRatio = (ratio: number): number => dbPerNeper * Math.log(ratio)
export const wattsOfDbm = (dbm: number): number => ratioOfDb(dbm) * 1e-3
export const dbmOfWatts = (watts: number): number => dbOfRatio(watts * 1e3)

/** Attenuation per metre (natural, power) from dB per kilometre. */
export const neperPerMetre = (dbPerKm: number): number => dbPerKm / (1000 * dbPerNeper)
