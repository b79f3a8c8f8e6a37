import highsModule from 'highs'
import { endOf, type HighsEnd } from './highs-status.ts'
import type { Solution } from './problem.ts'
import type { RunOptions, SolveProgress } from './solve-options.ts'
import type { ConflictBound, ConflictResult, Incumbent, ModelChange, WireProblem } from './wire.ts'
import { isMixedInteger } from './wire.ts'

/** The types of the package are those of its CommonJS form, where the loader stands one `default` deeper. */
const loadHighs = highsModule as unknown as typeof highsModule.default

type Highs = Awaited<ReturnType<typeof loadHighs>>
type HighsModel = ReturnType<Highs['createModel']>
type CallbackMap = NonNullable<Parameters<HighsModel['run']>[0]>
type ModelData = Parameters<HighsModel['passModel']>[0]

/** The one place that knows HiGHS. Everything here is synchronous and blocks its thread: it runs in a worker. */
export interface LoadedSolver {
  /** Memory that WebAssembly has taken. It never gives any back before its thread ends. */
  heapBytes(): number
  open(problem: WireProblem): LoadedModel
}

export interface LoadedModel {
  change(change: ModelChange): void
  run(options: RunOptions, watch: Watch): Solution
  /** Of a linear problem, or of the linear relaxation of a mixed-integer one. */
  findConflict(options: RunOptions, watch: Watch): ConflictResult
  dispose(): void
}

/** What a solve tells while it runs, and asks. */
export interface Watch {
  readonly mustStop: () => boolean
  readonly onProgress: (progress: SolveProgress) => void
  readonly onIncumbent: (incumbent: Incumbent) => void
}

/**
 * Entries smaller than this in size are dropped: the smallest threshold HiGHS takes (its default, 1e-9, would drop a
 * price per kWh stated in millions).
 */
const smallestCoefficient = 1e-12
const progressEveryMs = 100
/** The package refuses Infinity as the value of an option, although it is the default of this one. */
const noLimitS = 1e9

export async function loadSolver(): Promise<LoadedSolver> {
  const highs = await loadHighs()
  return {
    heapBytes: () => highs.memoryBytes,
    open: (problem) => openModel(highs, problem),
  }
}

function openModel(highs: Highs, problem: WireProblem): LoadedModel {
  const model = highs.createModel()
  model.options.set({ output_flag: false, small_matrix_value: smallestCoefficient })
  model.passModel(modelDataOf(highs, problem))
  const isMip = isMixedInteger(problem)
  const cost = problem.cost.slice()
  let start: Float64Array | undefined
  return {
    change(change) {
      applyChange(model, change)
      change.cost?.columns.forEach((column, at) => (cost[column] = change.cost?.cost[at] ?? 0))
    },
    run(options, watch) {
      // Linear problems start from the last basis by themselves; a search tree starts from the last solution.
      if (isMip && start !== undefined) model.setSolution({ colValue: start })
      const solution = solveModel({ highs, model, isMip, cost }, options, watch)
      // A copy: the solution's own arrays move to the caller's thread.
      start = 'primal' in solution ? solution.primal?.slice() : undefined
      return solution
    },
    findConflict: (options, watch) => findConflict({ highs, model, isMip, cost }, options, watch),
    dispose: () => model.dispose(),
  }
}

interface Opened {
  readonly highs: Highs
  readonly model: HighsModel
  readonly isMip: boolean
  readonly cost: Float64Array
}

function modelDataOf(highs: Highs, problem: WireProblem): ModelData {
  const { maximize, minimize } = highs.constants.objectiveSense
  const numCols = problem.cost.length
  const numRows = problem.rowLower.length
  return {
    numCols,
    numRows,
    sense: problem.sense === 'maximise' ? maximize : minimize,
    offset: problem.offset,
    colCost: problem.cost,
    colLower: problem.columnLower,
    colUpper: problem.columnUpper,
    rowLower: problem.rowLower,
    rowUpper: problem.rowUpper,
    matrix: {
      format: 'csr',
      numRows,
      numCols,
      starts: problem.rowStart,
      indices: problem.columnOf,
      values: problem.value,
    },
    ...(problem.isInteger === undefined || !isMixedInteger(problem)
      ? {}
      : { integrality: Int32Array.from(problem.isInteger, (mark) => (mark === 1 ? 1 : 0)) }),
  }
}

function applyChange(model: HighsModel, { cost, columnBounds, rowBounds }: ModelChange): void {
  const chosen = (indices: Int32Array) => ({ kind: 'set', indices }) as const
  if (cost !== undefined) model.changeColsCost(chosen(cost.columns), cost.cost)
  if (columnBounds !== undefined) {
    const { columns, lower, upper } = columnBounds
    model.changeColsBounds(chosen(columns), lower, upper)
  }
  if (rowBounds !== undefined) {
    const { rows, lower, upper } = rowBounds
    model.changeRowsBounds(chosen(rows), lower, upper)
  }
}

function solveModel(opened: Opened, options: RunOptions, watch: Watch): Solution {
  const startedMs = performance.now()
  const seconds = (): number => (performance.now() - startedMs) / 1000
  const withTimeLeft = (): RunOptions => {
    const leftS = Math.min(options.timeLimitS ?? noLimitS, noLimitS) - seconds()
    return { ...options, timeLimitS: Math.max(0, leftS) }
  }
  let end = runModel(opened, options, watch)
  const isDoubtful = end === 'infeasible' || end === 'infeasible-or-unbounded'
  if (isDoubtful && opened.cost.some((price) => price !== 0)) {
    const without = runWithoutCosts(opened, withTimeLeft(), watch)
    if (without !== 'optimal') end = without
    else if (end === 'infeasible-or-unbounded') end = 'unbounded'
    else end = knownFeasible(runWithoutPresolve(opened, withTimeLeft(), watch))
  }
  if (end === 'unknown') end = runWithoutPresolve(opened, withTimeLeft(), watch)
  return solutionOf(opened, end, seconds())
}

function runModel({ highs, model, isMip }: Opened, options: RunOptions, watch: Watch): HighsEnd {
  model.options.set({
    time_limit: Math.min(options.timeLimitS ?? noLimitS, noLimitS),
    mip_rel_gap: options.gapRelative ?? 1e-4,
    random_seed: options.seed ?? 0,
    // With a method named, HiGHS 1.15 may leave integrality out of account.
    solver: isMip ? 'choose' : (options.method ?? 'choose'),
  })
  // HiGHS holds the time limit against all solves of a model together.
  model.zeroAllClocks()
  const { modelStatus } = model.run(callbacksOf(highs, watch))
  return endOf(modelStatus)
}

/**
 * Whether anything is feasible at all, which does not depend on the costs. HiGHS 1.15.3 leaves open for many mixed-integer
 * problems whether they are infeasible or unbounded, and its presolve calls some unbounded linear problems infeasible.
 */
function runWithoutCosts(opened: Opened, options: RunOptions, watch: Watch): HighsEnd {
  const { model, cost } = opened
  const all = { kind: 'range', from: 0, to: cost.length - 1 } as const
  model.changeColsCost(all, new Float64Array(cost.length))
  const end = runModel(opened, options, watch)
  model.changeColsCost(all, cost)
  return end
}

/** For a problem that presolve called infeasible although it has a feasible point, or made unsolvable. */
function runWithoutPresolve(opened: Opened, options: RunOptions, watch: Watch): HighsEnd {
  const { model } = opened
  model.clearSolver()
  model.options.set('presolve', 'off')
  const end = runModel(opened, options, watch)
  model.options.set('presolve', 'choose')
  return end
}

/** Of a problem that has been shown to be feasible. */
function knownFeasible(end: HighsEnd): HighsEnd {
  if (end === 'infeasible-or-unbounded') return 'unbounded'
  return end === 'infeasible' ? { why: 'HiGHS finds a feasible problem infeasible' } : end
}

function callbacksOf(highs: Highs, watch: Watch): CallbackMap {
  const { simplexInterrupt, ipmInterrupt, mipInterrupt, mipImprovingSolution } =
    highs.constants.callbackType
  const startedMs = performance.now()
  let toldMs = -Infinity
  type Data = Readonly<Record<string, unknown>>
  const look = (event: { readonly data: Data; interrupt(): void }): undefined => {
    if (watch.mustStop()) event.interrupt()
    const nowMs = performance.now()
    if (nowMs - toldMs < progressEveryMs) return
    toldMs = nowMs
    watch.onProgress(progressOf(event.data, (nowMs - startedMs) / 1000))
  }
  return {
    [simplexInterrupt]: look,
    [ipmInterrupt]: look,
    [mipInterrupt]: look,
    [mipImprovingSolution]: ({ data }: { readonly data: Data }): undefined => {
      const { mip_solution: primal, objective_function_value: objective } = data
      if (primal instanceof Float64Array && typeof objective === 'number')
        watch.onIncumbent({ primal, objective })
    },
  } as CallbackMap
}

function progressOf(data: Readonly<Record<string, unknown>>, seconds: number): SolveProgress {
  const known = Object.entries({
    iterations: data['simplex_iteration_count'] ?? data['ipm_iteration_count'],
    nodes: data['mip_node_count'],
    bound: data['mip_dual_bound'],
    incumbent: data['mip_primal_bound'],
    gap: data['mip_gap'],
  }).filter(([, value]) => value !== undefined && Number.isFinite(Number(value)))
  return { seconds, ...Object.fromEntries(known.map(([key, value]) => [key, Number(value)])) }
}

function solutionOf({ highs, model, isMip }: Opened, end: HighsEnd, solveS: number): Solution {
  if (end === 'infeasible' || end === 'unbounded') return { status: end, solveS }
  if (typeof end === 'object') return { status: 'failed', why: end.why, solveS }
  if (end === 'infeasible-or-unbounded' || end === 'unknown')
    return { status: 'failed', why: `HiGHS ends with no more than: ${end}`, solveS }
  const isFound =
    model.info.get('primal_solution_status') === highs.constants.solutionStatus.feasible
  const bounds = isMip ? finiteOnly({ bound: 'mip_dual_bound', gap: 'mip_gap' }, model) : {}
  if (end !== 'optimal') {
    const objective = model.getObjectiveValue()
    const best = isFound ? { objective, primal: model.getSolution().colValue } : {}
    return { status: 'stopped', why: end, ...best, ...bounds, solveS }
  }
  const { colValue, colDual, rowDual } = model.getSolution()
  const duals = isMip ? {} : { rowDual, columnDual: colDual }
  const objective = model.getObjectiveValue()
  const numbers = isMip ? [colValue] : [colValue, colDual, rowDual]
  if (!Number.isFinite(objective) || !numbers.every((values) => values.every(Number.isFinite)))
    return { status: 'failed', why: 'HiGHS gave numbers that are not finite', solveS }
  return { status: 'optimal', objective, primal: colValue, ...duals, ...bounds, solveS }
}

function finiteOnly(
  names: Readonly<Record<string, string>>,
  model: HighsModel,
): Readonly<Record<string, number>> {
  const values = Object.entries(names).map(
    ([key, name]) => [key, Number(model.info.get(name))] as const,
  )
  return Object.fromEntries(values.filter(([, value]) => Number.isFinite(value)))
}

function findConflict(opened: Opened, options: RunOptions, watch: Watch): ConflictResult {
  const { highs, model, cost } = opened
  const startedMs = performance.now()
  const seconds = (): number => (performance.now() - startedMs) / 1000
  model.clearIntegrality()
  model.changeColsCost(
    { kind: 'range', from: 0, to: cost.length - 1 },
    new Float64Array(cost.length),
  )
  const end = runModel({ ...opened, isMip: false }, options, watch)
  if (end === 'optimal') return { status: 'feasible', solveS: seconds() }
  if (end !== 'infeasible') {
    const solution = solutionOf(opened, end, seconds())
    return solution.status === 'stopped' || solution.status === 'failed'
      ? solution
      : {
          status: 'failed',
          why: `without costs the problem is ${solution.status}`,
          solveS: seconds(),
        }
  }
  const { iis } = highs.constants
  // Of 190 random infeasible problems, tried with HiGHS 1.15.3 on 2026-11-22, the light strategy (0) found nothing for 42,
  // the ray (1) failed on them, the elastic problem alone (2) left members that were not needed in 42. Every strategy with
  // the bit "irreducible" (4) gave irreducible sets for all; this one (6) the smallest.
  model.options.set({
    iis_strategy: iis.strategyRowPriority,
    iis_time_limit: Math.max(0, Math.min(options.timeLimitS ?? noLimitS, noLimitS) - seconds()),
  })
  const { rowIndex, rowBound, colIndex, colBound, rowStatus, colStatus } = model.getIis()
  const boundName = new Map<number, ConflictBound>([
    [iis.boundLower, 'lower'],
    [iis.boundUpper, 'upper'],
    [iis.boundBoxed, 'both'],
  ])
  const named = (code: number): ConflictBound => boundName.get(code) ?? 'none'
  const conflict = {
    rows: rowIndex,
    rowBounds: Array.from(rowBound, named),
    columns: colIndex,
    columnBounds: Array.from(colBound, named),
    isIrreducible: ![...rowStatus, ...colStatus].includes(iis.maybeInConflict),
  }
  return { status: 'found', conflict, solveS: seconds() }
}
