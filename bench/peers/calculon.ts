import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { transformer } from '../../src/catalog/index.ts'
import type { SearchRequest } from '../../src/training/index.ts'
import type { Figure, Progress } from '../spec.ts'

/** One search of ours. */
export interface Searched {
  readonly candidates: number
  /** By the clock. */
  readonly seconds: number
  /** Of processor time, with what the engine compiles and collects in threads of its own. */
  readonly processorS: number
}

/** What `calculon_search.py` prints. */
interface PeerSearch {
  readonly tool: string
  readonly gpus: number
  readonly candidates: number
  readonly evaluated: number
  readonly processorS: number
  readonly perProcessorS: number
}

const model = transformer('gpt3-175b')!
const sizes = [512, 4096]
const modes = [
  { id: 'as-shipped', flags: [], what: 'as shipped' },
  { id: 'no-logging', flags: ['--no-logging'], what: 'its log records switched off' },
  {
    id: 'no-offload',
    flags: ['--no-logging', '--no-offload'],
    what: 'the same without its second tier of memory',
  },
] as const

/**
 * The same question to Calculon, on one core and in processor time, since other work on the machine lengthens neither
 * then: GPT-3 175B in 16 bits on H100, a sequence per GPU. CALCULON names a checkout, CALCULON_PYTHON a Python that has
 * numpy, pandas and psutil. It is no part of gridloom, and without it there is nothing to compare with.
 */
export async function peerFigures(
  ours: (request: SearchRequest) => Searched,
  { progress, isQuick }: { readonly progress: Progress; readonly isQuick: boolean },
): Promise<readonly Figure[]> {
  const checkout = process.env['CALCULON']
  if (checkout === undefined) {
    progress('Calculon is left out: CALCULON names no checkout')
    return [
      {
        id: 'search/peers',
        what: 'other tools measured beside it (CALCULON named no checkout of Calculon)',
        value: 0,
        unit: 'tools',
      },
    ]
  }
  const figures: Figure[] = []
  for (const gpus of sizes) {
    const own = ours({
      model,
      accelerator: 'h100-sxm',
      accelerators: gpus,
      precision: 'bf16',
      sequenceLength: 2048,
      globalBatchSequences: gpus,
    })
    figures.push(...ownFigures(gpus, own))
    for (const mode of modes) {
      progress(`Calculon, ${gpus} GPUs, ${mode.what}`)
      const peer = await askCalculon(checkout, gpus, [...mode.flags, '--seconds', isQuick ? '2' : '20']) // prettier-ignore
      figures.push(...peerRows(`search/calculon-${gpus}-${mode.id}`, mode.what, { own, peer }))
    }
  }
  return figures
}

async function askCalculon(
  checkout: string,
  gpus: number,
  flags: readonly string[],
): Promise<PeerSearch> {
  const script = resolve(import.meta.dirname, 'calculon_search.py')
  const python = process.env['CALCULON_PYTHON'] ?? 'python3'
  const { stdout } = await promisify(execFile)(python, [script, checkout, '--gpus', String(gpus), ...flags]) // prettier-ignore
  return JSON.parse(stdout) as PeerSearch
}

function ownFigures(gpus: number, own: Searched): readonly Figure[] {
  const at = `GPT-3 175B on ${gpus.toLocaleString('en')} H100`
  const id = `search/gpt3-175b-${gpus}`
  return [
    { id: `${id}/candidates`, what: `${at}: layouts`, value: own.candidates, unit: 'layouts' },
    { id: `${id}/seconds`, what: `${at}: the whole search, processor time`, value: own.processorS, unit: 's' }, // prettier-ignore
    { id: `${id}/per-s`, what: `${at}: layouts per second of processor time`, value: own.candidates / own.processorS, unit: '1/s' }, // prettier-ignore
  ]
}

function peerRows(
  id: string,
  what: string,
  { own, peer }: { readonly own: Searched; readonly peer: PeerSearch },
): readonly Figure[] {
  const at = `${peer.tool} on ${peer.gpus.toLocaleString('en')} H100, ${what}`
  const wholeS = peer.candidates / peer.perProcessorS
  const isWhole = peer.evaluated === peer.candidates
  const how = isWhole ? 'measured' : `from ${peer.evaluated.toLocaleString('en')} drawn at random`
  return [
    { id: `${id}/candidates`, what: `${at}: executions`, value: peer.candidates, unit: 'executions' }, // prettier-ignore
    { id: `${id}/per-s`, what: `${at}: executions per second of processor time`, value: peer.perProcessorS, unit: '1/s' }, // prettier-ignore
    { id: `${id}/seconds`, what: `${at}: the whole search on one core, ${how}`, value: wholeS, unit: 's' }, // prettier-ignore
    { id: `${id}/ratio`, what: `${at}: layouts per second of gridloom, times its executions`, value: own.candidates / own.processorS / peer.perProcessorS, unit: 'times' }, // prettier-ignore
  ]
}
