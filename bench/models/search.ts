import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { transformer } from '../../src/catalog/index.ts'
import { runPreset, searchParallelism, type SearchRequest } from '../../src/training/index.ts'
import { peerFigures, type Searched } from '../peers/calculon.ts'
import { quantile } from '../quantile.ts'
import type { Benchmark, Figure } from '../spec.ts'

/** Published runs, and one that is larger than its: accelerators take the place of the preset's. */
const cases = [
  { preset: 'llama3.1-405b' },
  { preset: 'gpt3-175b' },
  { preset: 'deepseek-v3' },
  { preset: 'deepseek-v3', accelerators: 16_384 },
] as const

/** A search takes some ten milliseconds, about what the processor clock can tell apart: many are measured as one. */
const repeats = { full: 40, quick: 3 }
/** Others on the machine slow some of these down; the median counts. */
const batches = 5
/** Searches before those that are measured: the machine compiles them meanwhile. */
const warmUp = 5
const commandRuns = { full: 5, quick: 1 }

/**
 * How long one looks for a layout: every layout is evaluated, memory and clock, none is skipped by a bound. One thread.
 * The first search of the process is measured by itself, and so is the command that a person types.
 */
export const searchBenchmark: Benchmark = {
  name: 'search',
  question: 'How long does a search over every parallel layout of a training run take?',
  async run(size, progress) {
    const count = size.isQuick ? repeats.quick : repeats.full
    const figures: Figure[] = [firstSearch()]
    for (const one of cases) {
      const request = requestOf(one.preset, 'accelerators' in one ? one.accelerators : undefined)
      const what = `${request.model.name} on ${request.accelerators.toLocaleString('en')} ${request.accelerator}`
      progress(what)
      const id = `search/${one.preset}-${request.accelerators}`
      figures.push(...figuresOf(id, what, searched(request, count)))
    }
    progress('the command')
    figures.push(await commandFigure(size.isQuick ? commandRuns.quick : commandRuns.full))
    const ours = (request: SearchRequest): Searched => searched(request, count)
    figures.push(...(await peerFigures(ours, { progress, isQuick: size.isQuick })))
    return figures
  },
}

function requestOf(id: string, accelerators?: number): SearchRequest {
  const preset = runPreset(id)
  const model = preset && transformer(preset.model)
  if (preset === undefined || model === undefined) throw new Error(`no preset ${id}`)
  return {
    model,
    accelerator: preset.accelerator,
    accelerators: accelerators ?? preset.accelerators,
    precision: preset.precision,
    sequenceLength: preset.sequenceLength,
    globalBatchSequences: preset.batchSequences,
  }
}

/** Seconds of one search, and its candidates; a search that finds nothing measures nothing. */
function search(request: SearchRequest): { readonly seconds: number; readonly candidates: number } {
  const startedMs = performance.now()
  const outcome = searchParallelism(request)
  const seconds = (performance.now() - startedMs) / 1000
  if (outcome.kind !== 'found') throw new Error(`${request.model.id}: ${outcome.kind}`)
  return { seconds, candidates: outcome.counts.candidates }
}

function searched(request: SearchRequest, count: number): Searched {
  for (let turn = 0; turn < warmUp; turn++) search(request)
  const runs: { readonly seconds: number; readonly candidates: number }[] = []
  const processorS = Array.from({ length: batches }, () => {
    const before = process.cpuUsage()
    for (let turn = 0; turn < count; turn++) runs.push(search(request))
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1e6 / count
  })
  return {
    candidates: runs[0]!.candidates,
    seconds: quantile(runs.map(({ seconds }) => seconds), 0.5), // prettier-ignore
    processorS: quantile(processorS, 0.5),
  }
}

function firstSearch(): Figure {
  const request = requestOf('llama3.1-405b')
  return {
    id: 'search/first',
    what: `the first search of a process (${request.model.name}), nothing compiled yet`,
    value: search(request).seconds * 1000,
    unit: 'ms',
  }
}

const figuresOf = (id: string, what: string, one: Searched): readonly Figure[] => [
  { id: `${id}/candidates`, what: `${what}: layouts`, value: one.candidates, unit: 'layouts' },
  {
    id: `${id}/seconds`,
    what: `${what}: the whole search, median`,
    value: one.seconds,
    unit: 's',
    aim: { kind: 'at-most', value: 1 },
  },
  {
    id: `${id}/per-s`,
    what: `${what}: layouts per second`,
    value: one.candidates / one.seconds,
    unit: '1/s',
  },
]

/** What a person waits for: Node starts, loads, searches, prints. */
async function commandFigure(count: number): Promise<Figure> {
  const seconds: number[] = []
  const program = resolve(import.meta.dirname, '../../bin/gridloom.js')
  for (let turn = 0; turn < count; turn++) {
    const startedMs = performance.now()
    const options = ['estimate', 'train', '--preset', 'llama3.1-405b']
    const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'ignore', 'inherit'] }) // prettier-ignore
    const [code] = (await once(child, 'close')) as [number | null]
    if (code !== 0) throw new Error(`gridloom ${options.join(' ')} ended with ${code}`)
    seconds.push((performance.now() - startedMs) / 1000)
  }
  return {
    id: 'search/command',
    what: '`gridloom estimate train --preset llama3.1-405b` (16,384 H100), from start to end of its process, median',
    value: quantile(seconds, 0.5),
    unit: 's',
    aim: { kind: 'at-most', value: 1 },
  }
}
