/** What is refused before it is understood, so that no input costs more than a few seconds or a few hundred MB. */
export interface ReadLimits {
  readonly bytesMax: number
  /** Maps and lists inside each other. */
  readonly depthMax: number
  /** Lexical parts: words, indicators, line ends. */
  readonly partsMax: number
}

const mebibyte = 1024 * 1024

export const fleetLimits: ReadLimits = {
  bytesMax: 8 * mebibyte,
  depthMax: 32,
  partsMax: 1_500_000,
}

export const workloadLimits: ReadLimits = {
  bytesMax: mebibyte,
  depthMax: 32,
  partsMax: 100_000,
}
