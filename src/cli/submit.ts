import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import type { PreviewOutcome, SubmitOutcome, WorkloadDetail } from '../control/index.ts'
import { renderDiagnostics } from '../diagnostics/index.ts'
import type { Client } from './client.ts'
import { clientOf, finish, type CommonOptions, type Done, type Session } from './command.ts'
import { good, type Outcome } from './failure.ts'
import { readInput, type ReadFile } from './read-file.ts'
import { renderReasons } from './reasons.ts'
import { detailText } from './show.ts'
import { formatTable, formatTime } from './table.ts'
import { waitForWorkload } from './wait.ts'

interface Options {
  readonly explain?: boolean
  readonly wait?: boolean
  readonly idempotencyKey?: string
}

type Receipt = Extract<SubmitOutcome, { status: 'accepted' }>
type Placement = Extract<PreviewOutcome, { legs: unknown }>

export function registerSubmit(program: Command, session: Session): void {
  const command = program
    .command('submit')
    .description('Submit a workload; with --explain, see where it would go and why')
    .argument('<file>', 'workload file, or - for standard input')
    .option('--explain', 'a dry run: nothing is written or started')
    .option('--wait', 'until it has ended (a service: until it runs); exit 3 unless it completed')
    .option('--idempotency-key <key>', 'the same key again is the same submission')
  finish<Options>(command, session, {
    examples: [
      'gridloom submit run.yaml --explain',
      'gridloom submit run.yaml --wait',
      'cat run.yaml | gridloom submit - --idempotency-key nightly-2026-11-22',
    ],
    act: async ([path = ''], options) => {
      const file = await readInput(path, session.terminal)
      if (!file.ok) return file
      // Checked here first: a fault is shown in its line even where no daemon can be reached.
      const { loadWorkloadBytes } = await import('../fleet/index.ts')
      const checked = loadWorkloadBytes(file.value.bytes, file.value.fileName)
      const sourceText = Buffer.from(file.value.bytes).toString('utf8')
      if (!checked.ok) {
        return { ok: false, failure: { exit: 'refused', diagnostics: checked.diagnostics, sourceText } } // prettier-ignore
      }
      const outcome = await (options.explain ? explain : place)(session, options, file.value)
      return outcome.ok ? outcome : { ok: false, failure: { ...outcome.failure, sourceText } }
    },
  })
}

const bodyOf = ({ bytes, fileName }: ReadFile): { text: string; fileName: string } => ({
  text: Buffer.from(bytes).toString('utf8'),
  fileName,
})

async function explain(
  session: Session,
  options: CommonOptions,
  file: ReadFile,
): Promise<Outcome<Done>> {
  const client = clientOf(session, options)
  const answer = await client.post<Placement>('/v1/workloads', bodyOf(file), {
    query: { dryRun: true },
  })
  if (!answer.ok) return answer
  const exit = answer.value.status === 'refused' ? 'denied' : 'good'
  return good({ json: answer.value, text: placementText(answer.value), exit })
}

function placementText({ status, legs, costUsd, startsAtMs, reasons }: Placement): string {
  const when = startsAtMs === undefined ? '' : ` at ${formatTime(startsAtMs)} UTC`
  const heads = {
    placed: `would start${when} for ${costUsd.toFixed(2)} USD:`,
    waiting:
      startsAtMs === undefined ? 'would wait:' : `would wait and start${when} at the latest:`,
    refused: 'would be refused:',
  }
  const places = legs.map((leg) => [`leg ${leg.rank}`, leg.siteId, `${leg.accelerators} accelerators on ${leg.nodes} ${leg.nodes === 1 ? 'node' : 'nodes'}`]) // prettier-ignore
  return [heads[status], ...(places.length > 0 ? [formatTable(places), ''] : []), renderReasons(reasons)].join('\n') // prettier-ignore
}

async function place(
  session: Session,
  options: Options & CommonOptions,
  file: ReadFile,
): Promise<Outcome<Done>> {
  const client = clientOf(session, options)
  const key = options.idempotencyKey ?? randomUUID()
  const answer = await client.post<Receipt>('/v1/workloads', bodyOf(file), {
    headers: { 'idempotency-key': key },
  })
  if (!answer.ok) {
    // Whether it arrived is not known: with the same key, asking again cannot double it.
    return answer.failure.exit === 'unreachable' ? withKey(answer, key) : answer
  }
  const receipt = answer.value
  if (!options.json) {
    session.terminal.err(renderDiagnostics(receipt.notes))
    const again = receipt.isRepeat ? ' (submitted before with this key)' : ''
    session.terminal.out(`${receipt.workloadId}${again}\n`)
  }
  return options.wait ? await wait(session, client, receipt) : good({ json: receipt })
}

function withKey(answer: Extract<Outcome<never>, { ok: false }>, key: string): Outcome<never> {
  const diagnostics = answer.failure.diagnostics.map((diagnostic) => ({
    ...diagnostic,
    hint: `${diagnostic.hint ?? ''}; --idempotency-key ${key} finds it if it did arrive`,
  }))
  return { ok: false, failure: { ...answer.failure, diagnostics } }
}

async function wait(session: Session, client: Client, receipt: Receipt): Promise<Outcome<Done>> {
  const outcome = await waitForWorkload(client, receipt.workloadId, session.terminal.stop)
  if (!outcome.ok) return outcome
  const { workload, isGood } = outcome.value
  return good({
    json: workload satisfies WorkloadDetail,
    text: detailText(workload),
    exit: isGood ? 'good' : session.terminal.stop.aborted ? 'limit' : 'denied',
  })
}
