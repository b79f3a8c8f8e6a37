import type { Command } from 'commander'
import type { BillView, ReconcileView } from '../control/index.ts'
import { formatMoney } from '../units/index.ts'
import { clientOf, finish, type Done, type Session } from './command.ts'
import { good } from './failure.ts'
import { formatTable, formatTime } from './table.ts'

interface Options {
  readonly tenant?: string
  readonly from?: string
  readonly to?: string
}

const withPeriod = (command: Command): Command =>
  command
    .option('--tenant <id>', 'one tenant (default: all that you may see)')
    .option('--from <instant>', 'from here on, e.g. 2026-11-01 (default: start of this month, UTC)')
    .option('--to <instant>', 'up to here, not including (default: now)')

export function registerBill(program: Command, session: Session): void {
  const bill = withPeriod(program.command('bill'))
    .description('Usage and charges of a period')
    .enablePositionalOptions()
  finish<Options>(bill, session, {
    examples: [
      'gridloom bill --tenant acme --from 2026-11-01 --to 2026-12-01',
      'gridloom bill reconcile',
    ],
    act: async (_, options) => {
      const { tenant, from, to } = options
      const found = await clientOf(session, options).get<BillView>('/v1/bill', { tenant, from, to })
      return found.ok ? good({ json: found.value, text: billText(found.value) }) : found
    },
  })
  const reconcile = withPeriod(bill.command('reconcile')).description(
    'Metered usage against what the engines account for; exit 4 when they differ',
  )
  finish<Options>(reconcile, session, {
    examples: ['gridloom bill reconcile --from 2026-11-01'],
    act: async (_, options) => {
      const { tenant, from, to } = options
      const client = clientOf(session, options)
      const found = await client.get<ReconcileView>('/v1/bill/reconcile', { tenant, from, to })
      return found.ok ? good(reconciled(found.value)) : found
    },
  })
}

function billText(bill: BillView): string {
  const rows = bill.lines.map((line) => [
    line.tenantId,
    line.workloadId,
    line.legId,
    line.siteId,
    `${line.accelerators} ${line.accelerator}`,
    formatTime(line.fromMs),
    formatTime(line.toMs),
    line.acceleratorH,
    line.usdPerAcceleratorH,
    line.isCorrection ? `${line.amountUsd} (correction)` : line.amountUsd,
  ])
  const header = ['TENANT', 'WORKLOAD', 'LEG', 'SITE', 'ACCELERATORS', 'FROM (UTC)', 'TO (UTC)', 'ACC H', 'USD/H', 'USD'] // prettier-ignore
  const table = rows.length === 0 ? 'nothing ran in this period' : formatTable(rows, header, new Set([7, 8, 9])) // prettier-ignore
  const whose = bill.tenantId ?? 'all tenants'
  return `${table}\n\n${whose}, ${formatTime(bill.fromMs)} to ${formatTime(bill.toMs)} UTC: ${bill.acceleratorH} accelerator h, ${formatMoney(bill.totalUsd)}`
}

/** A leg whose engine could not be asked is not a difference, and not an agreement either: it is named. */
function reconciled(view: ReconcileView): Done {
  const isEqual = view.differences.length === 0 && Number(view.diffAcceleratorH) === 0
  const lines = [
    `metered ${view.meteredAcceleratorH} accelerator h, engines account for ${view.engineAcceleratorH}, difference ${view.diffAcceleratorH}`,
    ...view.differences.map(
      (leg) =>
        `${leg.legId}: metered ${leg.meteredAcceleratorH}, engine ${leg.engineAcceleratorH}: ${leg.why}`,
    ),
    ...view.unknown.map((legId) => `${legId}: its engine could not be asked`),
  ]
  return { json: view, text: lines.join('\n'), exit: isEqual ? 'good' : 'broken' }
}
