import { Option, type Command } from 'commander'
import { finish, type Session } from '../command.ts'
import { good, type Outcome } from '../failure.ts'
import { writeChart } from './chart-file.ts'
import { noAnswer } from './names.ts'
import {
  readCount,
  readCountList,
  readGbps,
  readLimitMs,
  readMs,
  readNumber,
  readQuantity,
  readShare,
  readTokens,
} from './read-option.ts'
import { servePresets } from './serve-presets.ts'
import type { ServeAnswer } from './serve-answer.ts'
import type { ServeOptions, ServeQuestion } from './serve-question.ts'

const readSpeculation = readNumber({ what: 'tokens of one step', min: 1, max: 100, example: '1.8' })
const readRate = readNumber({ what: 'requests per second', min: 1e-6, max: 1e7, example: '50' }, '/s') // prettier-ignore
const accessTypes = ['fibre', 'cable', 'dsl', '5g', '4g', 'satellite', 'backbone']

export function registerEstimateServe(estimate: Command, session: Session): void {
  const command = estimate
    .command('serve')
    .description(
      'Tokens per second, first token, memory and cost of serving a model, by live sequences',
    )
  finish<ServeOptions>(withOptions(command), session, {
    isRemote: false,
    examples: [
      'gridloom estimate serve --model llama3-70b --accelerator h200-sxm --gpus 2 --precision fp8 --input 8192 --output 1024 --tpot-max 40ms',
      'gridloom estimate serve --preset llama3-70b-h200 --from madrid --to stockholm --access 5g --usd-per-gpu-hour 2.9 --requests 50',
      'gridloom estimate serve --preset kimi-k2-b200 --link 100G --svg kimi.svg',
    ],
    act: async (_, options) => {
      const { toQuestion } = await import('./serve-options.ts')
      const asked = toQuestion(options, await import('../../serving/index.ts'))
      if (!asked.ok) return asked
      const question = asked.value
      const { answerServe } = await import('./serve-answer.ts')
      const answer = answerServe(question)
      const refusal = refusalOf(answer)
      if (refusal !== undefined) return refusal
      if (options.svg !== undefined) {
        const { serveChart } = await import('./serve-chart.ts')
        const written = await writeChart(options.svg, serveChart(question, answer))
        if (!written.ok) return written
      }
      return shown(question, answer)
    },
  })
}

const withOptions = (command: Command): Command =>
  command
    .option('--preset <name>', `${Object.keys(servePresets).join(', ')}; options beside it win`)
    .option('--model <id>', 'transformer of the catalog')
    .option('--accelerator <kind>', 'of the catalog (default: h200-sxm)')
    .option('--gpus <n>', 'GPUs of one replica', readCount)
    .addOption(
      new Option('--precision <format>', 'of weights and arithmetic (default: fp8)').choices([
        'bf16',
        'fp8',
        'fp4',
      ]),
    ) // prettier-ignore
    .addOption(
      new Option('--kv <format>', 'of the key and value cache (default: fp8)').choices([
        'bf16',
        'fp8',
      ]),
    ) // prettier-ignore
    .option('--input <tokens>', 'of a prompt', readTokens)
    .option('--output <tokens>', 'of an answer', readTokens)
    .option('--cached <share>', 'of the prompt whose cache is at hand, as in 0.4 or 40%', readShare)
    .option('--speculation <tokens>', 'accepted in one step (default: 1)', readSpeculation)
    .option(
      '--concurrency <list>',
      'live sequences, as in 1,8,64 (default: as far as memory goes)',
      readCountList,
    ) // prettier-ignore
    .option('--slo <name>', 'limits of a use, as MLPerf names it: llama2-70b-interactive')
    .option('--tpot-max <time>', 'limit per output token, as in 40ms', readLimitMs)
    .option('--ttft-max <time>', 'limit to the first token, as in 2s', readLimitMs)
    .option('--from <metro>', 'where users are: "gridloom catalog list metros"')
    .option('--to <metro>', 'where the site is')
    .option('--rtt <time>', 'measured round trip to the site', readMs)
    .addOption(
      new Option('--access <kind>', 'how users reach the network (default: fibre)').choices(
        accessTypes,
      ),
    ) // prettier-ignore
    .option('--cold', 'users open a connection for each request')
    .option('--requests <rate>', 'requests per second: adds the size of a pool', readRate)
    .option(
      '--usd-per-gpu-hour <price>',
      'adds cost per million tokens',
      readQuantity('USD/h', 'USD/h'),
    ) // prettier-ignore
    .option('--utilisation <share>', 'of the time at this load (default: 1)', readShare)
    .option('--link <rate>', 'rate that a transfer of weights gets, as in 100G', readGbps)
    .option('--svg <file>', 'a chart: output of a GPU against speed of a user')

async function shown(question: ServeQuestion, answer: ServeAnswer) {
  const { serveInWords } = await import('./serve-text.ts')
  const { heldOutError } = await import('./serve-error.ts')
  const figures = firstFigures(answer)
  const error = figures === undefined ? undefined : await heldOutError(figures)
  const { model, ...request } = question.request
  const isKept = answer.withinLimit === undefined || hasFigures(answer.withinLimit)
  const isSized = answer.pool === undefined || answer.pool.kind === 'sized'
  return good({
    json: {
      question: { ...question, request: { ...request, model: model.id } },
      ...answer,
      ...(error && { heldOutError: error }),
    },
    text: serveInWords({ question, answer, ...(error && { error }) }),
    exit: isKept && isSized ? ('good' as const) : ('denied' as const),
  })
}

type Row = ServeAnswer['rows'][number]

const hasFigures = ({ outcome }: Row): boolean =>
  outcome.kind === 'estimated' || outcome.kind === 'interpolated'

const firstFigures = ({ rows, withinLimit }: ServeAnswer) =>
  [...rows, ...(withinLimit === undefined ? [] : [withinLimit])].find(hasFigures)?.outcome

/** Where no row has figures there is nothing to show: exit 3 if the question is sound, 2 if it is not. */
function refusalOf({ rows, withinLimit }: ServeAnswer): Outcome<never> | undefined {
  if (rows.some(hasFigures) || (withinLimit !== undefined && hasFigures(withinLimit)))
    return undefined
  const outcome = rows[0]?.outcome
  if (outcome === undefined || outcome.kind === 'estimated' || outcome.kind === 'interpolated')
    return undefined
  if (outcome.kind === 'impossible') return noAnswer('refused', { code: 'estimate/impossible', hint: '"gridloom catalog show" says what a model and an accelerator are' }, outcome.why) // prettier-ignore
  if (outcome.kind === 'does-not-fit') return noAnswer('denied', { code: 'estimate/out-of-memory', hint: 'take more GPUs, some with more memory, or fewer bits' }, [outcome.why]) // prettier-ignore
  return noAnswer('denied', { code: 'estimate/infeasible', hint: 'ask within what was measured, or for a dense model' }, [outcome.why]) // prettier-ignore
}
