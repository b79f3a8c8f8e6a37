/** One figure: what was measured, what it is held against. */
export interface Figure {
  /** A stable name for scripts: `submit/acknowledged-per-s`. */
  readonly id: string
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly aim?: Aim
  /** What others have published for the nearest thing, with its source. */
  readonly published?: string
}

export interface Aim {
  readonly kind: 'at-least' | 'at-most'
  readonly value: number
}

/** A benchmark is one file under `models/` and one line in `registry.ts`. */
export interface Benchmark {
  readonly name: string
  /** One sentence for the report. */
  readonly question: string
  run(size: Size, progress: Progress): Promise<readonly Figure[]>
}

/** `full` is the size of the acceptance; `quick` shows in seconds that everything still runs, not how fast. */
export interface Size {
  readonly isQuick: boolean
  /** Live workloads in the world that is measured. */
  readonly workloads: number
}

export type Progress = (text: string) => void

export const meets = ({ value, aim }: Figure): boolean | undefined =>
  aim === undefined ? undefined : aim.kind === 'at-least' ? value >= aim.value : value <= aim.value
