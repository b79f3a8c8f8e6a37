/**
 * What every reader of a foreign network file gives, whatever the format: points, sections of fibre between them, wanted
 * traffic, and what a reader of the result must know. Nothing here is in the units of gridloom but kilometres, degrees
 * and, where a format states them, Gb/s: SNDlib names no unit of capacity, demand or cost, so none is invented.
 */
export interface ImportedNetwork {
  readonly format: 'sndlib' | 'topohub' | 'ofds' | 'gnpy'
  readonly name: string
  readonly nodes: readonly ImportedNode[]
  readonly spans: readonly ImportedSpan[]
  readonly demands: readonly ImportedDemand[]
  readonly admissiblePaths: readonly AdmissiblePath[]
  readonly phases: readonly ImportedPhase[]
  /** For people: factors that were applied, and what the format leaves open. */
  readonly notes: readonly string[]
}

export interface ImportedNode {
  readonly id: string
  readonly name: string
  /** In degrees on the globe; left out where the file gives none, or gives the pixels of a drawing. */
  readonly position?: Position
  /** As the file calls it, e.g. `Seacable Waypoint` or `pop`. */
  readonly kind?: string
  readonly phaseId?: string
}

export interface Position {
  readonly latitudeDeg: number
  readonly longitudeDeg: number
}

export interface ImportedSpan {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly length?: SpanLength
  readonly capacity?: ModularCapacity
  readonly capacityGbps?: number
  readonly fibreCount?: number
  readonly fibreType?: string
  readonly deployment?: readonly string[]
  readonly phaseId?: string
}

/** How long the fibre is, and how that is known. */
export interface SpanLength {
  readonly km: number
  /** `stated` by the file; the `drawn` line; or the straight line times a factor: `geometric`. */
  readonly basis: 'stated' | 'drawn' | 'geometric'
  /** The straight line, and what it was multiplied with. */
  readonly geodesicKm?: number
  readonly routeFactor?: number
}

/** SNDlib: what stands, and the modules that may be added. Which mixes are allowed is in the model code. */
export interface ModularCapacity {
  readonly preinstalled: number
  readonly preinstalledCost: number
  readonly routingCost: number
  readonly setupCost: number
  readonly modules: readonly { readonly capacity: number; readonly cost: number }[]
}

export interface ImportedDemand {
  readonly id: string
  readonly from: string
  readonly to: string
  /** Routing unit times value: what loads the links. */
  readonly volume: number
  readonly routingUnit: number
  readonly value: number
  /** Links that a path may have; left out where the file says it is unlimited. */
  readonly hopsMax?: number
}

export interface AdmissiblePath {
  readonly demandId: string
  readonly id: string
  readonly spanIds: readonly string[]
}

export interface ImportedPhase {
  readonly id: string
  readonly name: string
}

export interface ImportOptions {
  /** Fibre over straight line, for spans whose length the file does not know; 1 to 5. */
  readonly routeFactor?: number
}

/** What is larger is not a network that was drawn by people; and no file may take minutes or gigabytes. */
export const importLimits = {
  textLength: 64 * 1024 * 1024,
  nodes: 100_000,
  spans: 100_000,
  demands: 1_000_000,
  findings: 1_000,
} as const
