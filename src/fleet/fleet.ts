import type {
  Deg,
  DegC,
  FacilityMw,
  Gb,
  Gbps,
  H,
  InstantMs,
  ItMw,
  KgPerMwh,
  Km,
  LPerKwh,
  M3PerDay,
  Mva,
  MwPerMin,
  NodeKw,
  Ratio,
  UsdPerGb,
  UsdPerGbpsH,
  UsdPerMwh,
  UsdPerTonne,
} from '../units/index.ts'

/**
 * The fleet after loading: plain readonly data, numbers in canonical units. Ids are `[a-z][a-z0-9-]{0,62}`.
 * Money that reaches a bill is a decimal string; prices that only steer decisions are numbers.
 */
export interface Fleet {
  readonly gridloom: 1
  readonly name: string
  readonly description?: string
  readonly sites: readonly Site[]
  readonly srlgs: readonly Srlg[]
  readonly nodes: readonly NetworkNode[]
  readonly spans: readonly Span[]
  readonly routes: readonly Route[]
  readonly tenants: readonly Tenant[]
  readonly datasets: readonly Dataset[]
  readonly prices: PriceBook
  readonly policy: FleetPolicy
  /** Where the figures come from: the longest matching `of` wins; what nothing covers is `yours`. */
  readonly sources: readonly FigureSource[]
}

export type Provenance = 'measured' | 'published' | 'assumed' | 'yours'

export interface FigureSource {
  /** A dotted path by id, e.g. `sites.mke.halls` or `spans.mke-chi.lengthKm`. */
  readonly of: string
  readonly provenance: Provenance
  readonly text: string
  readonly asOf?: string
}

export interface Site {
  readonly id: string
  readonly name: string
  readonly place: {
    readonly town: string
    readonly country: string
    readonly latitudeDeg: Deg
    readonly longitudeDeg: Deg
  }
  readonly grid: string
  readonly balancingArea: string
  /** Codes such as `US`, `US-GA`, `CA-QC`, `SE`, `EU`: the law of the ground and of the operator. */
  readonly jurisdiction: {
    readonly ground: readonly string[]
    readonly operator: readonly string[]
  }
  readonly halls: readonly { readonly id: string; readonly itMw: ItMw }[]
  readonly pools: readonly Pool[]
  readonly pue: Pue
  readonly wueLPerKwh?: LPerKwh
  readonly waterMaxM3PerDay?: M3PerDay
  readonly rampMaxMwPerMin?: MwPerMin
  readonly interconnectionMva?: Mva
  readonly supplies: readonly Supply[]
  readonly engine: EngineConfig
  /** A site may be closed to new work without leaving the file. */
  readonly state: 'open' | 'drained'
}

export interface Pool {
  readonly id: string
  /** Accelerator kind from the catalog, e.g. `h100-sxm`. */
  readonly accelerator: string
  readonly nodes: number
  readonly acceleratorsPerNode: number
  /** IT power of one node with everything in it and its share of network and storage. */
  readonly nodeKw: NodeKw
}

export type Pue =
  | { readonly kind: 'constant'; readonly value: Ratio }
  | { readonly kind: 'by-hour-utc'; readonly values: readonly Ratio[] }
  | {
      readonly kind: 'by-temperature'
      /** Ascending temperatures with their PUE; between them linear, outside them flat. */
      readonly points: readonly { readonly temperatureC: DegC; readonly value: Ratio }[]
      /** The temperature of each UTC hour of a design day (24 values). */
      readonly temperatureByHourUtcC: readonly DegC[]
    }

export type SupplyKind =
  'grid-firm' | 'grid-nonfirm' | 'ppa' | 'nuclear' | 'hydro' | 'gas' | 'solar' | 'wind' | 'battery'

export interface Supply {
  readonly id: string
  readonly kind: SupplyKind
  /** What it may deliver at the meter when no window says less. */
  readonly capacityMw: FacilityMw
  /** Limits over time at the meter; the lowest that covers an instant wins. Times of day are UTC. */
  readonly envelope: readonly EnvelopeWindow[]
  readonly energyPriceUsdPerMwh: UsdPerMwh | readonly UsdPerMwh[]
  readonly carbonKgPerMwh: KgPerMwh
}

/** A dated window `[fromMs, toMs)`, or a daily one `[fromHourUtc, toHourUtc)`, which may wrap past midnight. */
export type EnvelopeWindow =
  | {
      readonly kind: 'dated'
      readonly fromMs: InstantMs
      readonly toMs: InstantMs
      readonly maxMw: FacilityMw
    }
  | {
      readonly kind: 'daily'
      readonly fromHourUtc: number
      readonly toHourUtc: number
      readonly maxMw: FacilityMw
    }

export type EngineConfig =
  | {
      readonly kind: 'process'
      /** Where commands start: an absolute path, or "." for where the daemon was started; a folder per leg without it. */
      readonly workingDirectory?: string
      /** Ports from which a gang's rendezvous port is taken, on loopback. */
      readonly ports: { readonly from: number; readonly to: number }
    }
  | {
      readonly kind: 'simulated'
      readonly seed: number
      readonly allocateS: number
      readonly failureRatePerH: number
    }
  | {
      readonly kind: 'slurm'
      readonly transport: 'rest' | 'cli'
      /** REST: base address of slurmrestd and the file that holds the token (never the token itself). */
      readonly restUrl?: string
      readonly tokenFile?: string
      readonly user?: string
      /** CLI: a command prefix as an argument list, e.g. ["ssh", "-oBatchMode=yes", "login.alpha"]. */
      readonly commandPrefix?: readonly string[]
      readonly slurmConf?: string
      readonly partition: string
      readonly account?: string
      readonly workingDirectory: string
      /** Pool id to Slurm gres type, e.g. { gpu: "h100" }. */
      readonly gresTypeByPool: Readonly<Record<string, string>>
      readonly address: string
      readonly ports: { readonly from: number; readonly to: number }
    }

export interface Srlg {
  readonly id: string
  readonly name: string
  readonly kind: 'conduit' | 'bridge' | 'hut' | 'landing' | 'pop' | 'cable' | 'grid' | 'other'
}

export interface NetworkNode {
  readonly id: string
  readonly kind: 'site' | 'pop' | 'hut' | 'landing'
  readonly latitudeDeg: Deg
  readonly longitudeDeg: Deg
  /** The site whose gateway this is. */
  readonly siteId?: string
}

export interface Span {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly lengthKm: Km
  readonly srlgs: readonly string[]
}

/** A lit path of spans between two nodes, with the capacity that is lit on it. */
export interface Route {
  readonly id: string
  /** Consecutive spans; the ends of the chain are the ends of the route. */
  readonly spans: readonly string[]
  readonly capacityGbps: Gbps
  readonly priceUsdPerGbpsH: UsdPerGbpsH
  /** What is in the ground and on it. Its capacity follows from physics, where the file states none. */
  readonly line?: RouteLine
  /** The capacity was not stated but derived from the line. */
  readonly isCapacityDerived?: true
}

/** The fibre of a route and how it is lit: what optics needs to say how much it carries. */
export interface RouteLine {
  readonly fibrePairs: number
  /** Fibre type from the catalog, e.g. `ssmf`. */
  readonly fibre: string
  readonly band: 'C' | 'C+L'
  /** Longest distance between amplifiers. */
  readonly amplifierSpacingKm: Km
}

export interface Tenant {
  readonly id: string
  readonly name: string
  /** Weight in fair share, > 0. */
  readonly shares: number
  readonly quota: { readonly acceleratorsMax: number; readonly priorityMax: number }
}

export interface Dataset {
  readonly id: string
  readonly homeSiteId: string
  readonly sizeGb: Gb
  /** Jurisdictions in which it may be read and kept; empty means nowhere (deny by default). */
  readonly jurisdictions: readonly string[]
}

export interface PriceBook {
  readonly currency: 'USD'
  /** Which row applies is said once, in rate-at.ts. */
  readonly accelerators: readonly {
    readonly accelerator: string
    readonly siteId?: string
    readonly flexibility?: 'firm' | 'shift' | 'pause' | 'cap'
    /** Decimal text, e.g. "2.95". */
    readonly usdPerAcceleratorH: string
    readonly fromMs: InstantMs
  }[]
  readonly carbonUsdPerTonne: UsdPerTonne
  readonly egressUsdPerGb: UsdPerGb
}

export interface FleetPolicy {
  /** Half-life of past usage in fair share. */
  readonly fairShareHalfLifeH: H
  /** Waiting longer than this puts a workload at the head of the queue, in order of submission. */
  readonly starvationAfterH: H
  /** Time for every leg of a gang to hold its nodes. */
  readonly startWindowS: number
  /** A site silent for longer is treated as lost by the fallback of its workloads. */
  readonly siteLostAfterS: number
  readonly retryBackoffS: { readonly first: number; readonly max: number }
}
