import * as z from 'zod'
import type { BillView, JournalCheckView, ReconcileView, ReplayView } from '../control/index.ts'
import { decimal, instantMs } from './schema-basics.ts'

const period = { tenantId: z.string().exactOptional(), fromMs: instantMs, toMs: instantMs }
const acceleratorH = decimal('accelerator h')
const usd = decimal('USD')

const billSchema: z.ZodType<BillView> = z.object({
  ...period,
  currency: z.literal('USD'),
  lines: z.array(
    z.object({
      rowId: z.string(),
      tenantId: z.string(),
      workloadId: z.string(),
      legId: z.string(),
      siteId: z.string(),
      accelerator: z.string(),
      accelerators: z.int(),
      fromMs: instantMs,
      toMs: instantMs,
      acceleratorH,
      usdPerAcceleratorH: decimal('USD/h'),
      amountUsd: usd,
      isCorrection: z.boolean(),
    }),
  ),
  acceleratorH,
  totalUsd: usd,
})
export const bill = billSchema.meta({ id: 'Bill' })

const reconcileSchema: z.ZodType<ReconcileView> = z.object({
  ...period,
  engineAcceleratorH: acceleratorH,
  meteredAcceleratorH: acceleratorH,
  diffAcceleratorH: acceleratorH,
  differences: z.array(
    z.object({
      legId: z.string(),
      engineAcceleratorH: acceleratorH,
      meteredAcceleratorH: acceleratorH,
      why: z.string(),
    }),
  ),
  unknown: z.array(z.string()).meta({ description: 'Legs whose engine could not be asked' }),
})
export const reconciliation = reconcileSchema.meta({ id: 'Reconciliation' })

const checkSchema: z.ZodType<JournalCheckView> = z.union([
  z.object({ status: z.literal('intact'), records: z.int(), headHash: z.string() }),
  z.object({
    status: z.literal('broken'),
    seq: z.int(),
    why: z.string(),
    expected: z.string(),
    found: z.string(),
  }),
])
export const journalCheck = checkSchema.meta({ id: 'JournalCheck' })

const replaySchema: z.ZodType<ReplayView> = z.object({
  records: z.int(),
  decisionHash: z.string(),
  liveDecisionHash: z.string(),
  isEqual: z.boolean(),
  divergedAtSeq: z.int().exactOptional(),
})
export const replay = replaySchema.meta({ id: 'Replay' })
