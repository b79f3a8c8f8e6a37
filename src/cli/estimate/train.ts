import { Option, type Command } from 'commander'
import { hintNearest } from '../../diagnostics/index.ts'
import type { RunOutcome, RunRequest, StepClock } from '../../training/index.ts'
import { finish, type Session } from '../command.ts'
import { failed, good, simple, type Outcome } from '../failure.ts'
import { writeChart } from './chart-file.ts'
import { readCount, readGbpsList, readMs, readShare, readTokens } from './read-option.ts'
import type { TrainOptions } from './train-options.ts'

export function registerEstimateTrain(estimate: Command, session: Session): void {
  const command = estimate
    .command('train')
    .description('Step time, layout, efficiency across sites and finish of a training run')
    .option('--preset <name>', 'a published run; options beside it win')
    .option('--model <id>', 'transformer of the catalog')
    .option('--accelerator <kind>', 'of the catalog (default: h100-sxm)')
    .option('--gpus <n>', 'accelerators over all sites', readCount)
    .addOption(
      new Option('--precision <format>', 'of matrix products').choices([
        'bf16',
        'fp8',
        'mxfp8',
        'fp4',
      ]),
    ) // prettier-ignore
    .option('--sequence <tokens>', 'tokens of one sequence (default: 4096)', readCount)
    .option('--batch <sequences>', 'sequences of one step over all sites', readCount)
    .option('--software <release>', 'release whose fitted constants to take (default: the newest)')
    .option('--sites <n>', 'equal sites (default: 1)', readCount)
    .option('--rtt <time>', 'round trip between them, as in 21ms', readMs)
    .option('--link <rates>', 'booked rates to compare, as in 100G,400G,1.6T', readGbpsList)
    .addOption(
      new Option('--reduction <format...>', 'what gradients are summed in between sites').choices([
        'bf16',
        'mixed-fp32',
        'fp32',
        'fp8',
        'int8',
        'fp4',
      ]),
    ) // prettier-ignore
    .option(
      '--overlap <share>',
      'also with this share of the compute time to hide behind, as in 60%',
      readShare,
    ) // prettier-ignore
    .option(
      '--inner-steps <n>',
      'steps between exchanges of the DiLoCo row (default: 100)',
      readCount,
    ) // prettier-ignore
    .option('--extrapolate', 'loss penalties beyond what was measured, marked as such')
    .option('--tokens <n>', 'tokens to train on, as in 15.6T: adds when it is done', readTokens)
    .option('--failures <fleet>', 'whose published interruptions to reckon with', 'llama-3')
    .option('--svg <file>', 'a chart beside the tables')
  finish<TrainOptions>(command, session, {
    isRemote: false,
    examples: [
      'gridloom estimate train --preset nemotron-4-340b --gpus 3072 --sites 2 --rtt 21ms --link 100G,400G,800G,1600G',
      'gridloom estimate train --model llama3.1-405b --gpus 16384 --batch 2048 --sequence 8192 --tokens 15.6T',
    ],
    act: async (_, options) => {
      const training = await import('../../training/index.ts')
      const preset = options.preset === undefined ? undefined : training.runPreset(options.preset)
      const ids = training.runPresets.map(({ id }) => id)
      if (options.preset !== undefined && preset === undefined)
        return simple('refused', {
          code: 'estimate/unknown-name',
          message: `no preset is named "${options.preset}"`,
          hint: hintNearest(options.preset, ids) ?? `there are ${ids.join(', ')}`,
        })
      const { toRunRequest } = await import('./train-options.ts')
      const asked = toRunRequest(options, preset)
      if (!asked.ok) return asked
      const outcome = training.estimateRun(asked.value)
      const refusal = refusalOf(outcome)
      if (refusal !== undefined) return refusal
      const { publishedTwoSites, runInWords } = await import('./train-text.ts')
      const words = runInWords(asked.value, outcome as Extract<RunOutcome, { kind: 'estimated' }>)
      const text = preset?.id === 'nemotron-4-340b' ? `${words}\n\n${publishedTwoSites()}` : words
      if (options.svg !== undefined) {
        const written = await writeChart(options.svg, await chartOf(asked.value, outcome))
        if (!written.ok) return written
      }
      const { model, ...rest } = asked.value
      return good({ json: { request: { ...rest, model: model.id }, ...(preset && { preset }), outcome }, text }) // prettier-ignore
    },
  })
}

/** What was asked cannot be: exit 3 where it is well formed, 2 where the figures are at fault. */
function refusalOf(outcome: RunOutcome): Outcome<never> | undefined {
  if (outcome.kind === 'estimated') return undefined
  const diagnose = (code: string, message: string, hint?: string) => ({
    code,
    severity: 'error' as const,
    pointer: '',
    message,
    ...(hint !== undefined && { hint }),
  })
  if (outcome.kind === 'impossible')
    return failed('refused', outcome.why.map((why) => diagnose('estimate/impossible', why))) // prettier-ignore
  const { inside } = outcome
  if (inside.kind === 'out-of-memory') {
    const { totalGb, limitGb } = inside.memory
    const message = `the model does not fit: even ${inside.inWords} needs ${totalGb.toFixed(0)} GB of ${limitGb.toFixed(0)} GB on each accelerator`
    return failed('denied', [diagnose('estimate/out-of-memory', message, 'take more accelerators, or some with more memory')]) // prettier-ignore
  }
  const why = inside.kind === 'impossible' ? inside.why : []
  return failed(
    'refused',
    why.map((one) => diagnose('estimate/impossible', one)),
  )
}

async function chartOf(request: RunRequest, outcome: RunOutcome) {
  const { lines, stackedBars } = await import('../../report/index.ts')
  const { clockNames } = await import('../../training/index.ts')
  if (outcome.kind !== 'estimated') return lines({ title: '', summary: '', x: { label: '', scale: 'linear' }, y: { label: '', scale: 'linear' }, series: [] }) // prettier-ignore
  const { inside, rows } = outcome
  const title = `${request.model.name} on ${request.accelerators} ${request.accelerator}`
  if (rows.length === 0) {
    const parts = Object.keys(clockNames) as (keyof StepClock)[]
    return stackedBars({
      title: `${title}: one step`,
      summary: `${inside.inWords}; the parts add up to the step.`,
      label: 'step time, s',
      parts: parts.map((part) => clockNames[part]),
      bars: [{ name: 'best layout', values: parts.map((part) => inside.estimate.clock[part]) }],
    })
  }
  const ways = [...Map.groupBy(rows, ({ strategy, precision }) => `${strategy}, ${precision}`)]
  return lines({
    title: `${title} at ${request.sites} sites, ${request.rttMs} ms apart`,
    summary: `Share of one site's speed by the rate of the link; batch ${request.batchSequences} sequences.`,
    x: { label: 'link, Gb/s', scale: 'log' },
    y: { label: 'efficiency', scale: 'linear' },
    yRange: [0, 1],
    series: ways.map(([name, group]) => ({
      name,
      points: group.map(({ gbps, utilisation }) => ({ x: gbps, y: utilisation })),
    })),
  })
}
