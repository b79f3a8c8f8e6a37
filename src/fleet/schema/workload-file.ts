import { z } from 'zod'
import type { Flexibility, Trains, WorkloadKind, WorkloadSpec } from '../workload.ts'
import { schemaVersion } from './fleet-file.ts'
import { list } from './list.ts'
import { quantity } from './quantity-field.ts'
import { section, withoutUndefined } from './section.ts'
import { argumentList, id, instant, jurisdictionCode } from './text-field.ts'

const positive = { isPositive: true }
const legCount = z.int().min(1).max(64)

const legs = section({
  min: legCount.default(1).meta({ description: 'Fewest sites' }),
  max: legCount.default(1).meta({ description: 'Most sites' }),
  startTogether: z
    .boolean()
    .optional()
    .meta({ description: 'All legs or none; the default is true for training' }),
})

const checkpoint = section({
  interval: quantity('s', 'Time between checkpoints', positive),
  duration: quantity('s', 'Time one takes'),
  size: quantity('GB', 'Size of one'),
  command: argumentList('Run when a checkpoint is asked for, instead of the signal').optional(),
}).transform(({ interval, duration, size, command }) =>
  withoutUndefined({ intervalS: interval, durationS: duration, sizeGb: size, command }),
)

const wan = section({
  rate: quantity('Gb/s', 'Between the first leg and each other', positive),
  rttMax: quantity('ms', 'Longest round trip', positive).optional(),
  disjointPaths: z
    .literal([1, 2])
    .default(1)
    .meta({ description: 'Paths that share no SRLG, each able to carry it all' }),
}).transform(({ rate, rttMax, disjointPaths }) =>
  withoutUndefined({ gbps: rate, rttMaxMs: rttMax, disjointPaths }),
)

const count = (description: string) => z.int().min(1).max(100_000_000).meta({ description })

const trains = section({
  model: z
    .string()
    .max(64)
    .meta({ description: 'Transformer of the catalog', examples: ['llama3.1-405b'] }),
  tokens: z
    .number()
    .min(1)
    .max(1e18)
    .meta({ description: 'Tokens to train on', examples: [2e12] }),
  sequenceLength: count('Tokens of one sequence'),
  batch: count('Sequences of one step, over all legs'),
  precision: z
    .enum(['bf16', 'fp8', 'mxfp8', 'fp4'])
    .default('bf16')
    .meta({ description: 'Of matrix products' }),
  reduction: z
    .enum(['bf16', 'mixed-fp32', 'fp32'])
    .default('bf16')
    .meta({ description: 'What gradients are summed in between sites' }),
}).transform(({ batch, ...rest }): Trains => ({ ...rest, batchSequences: batch }))

const codes = list(jurisdictionCode(), { min: 1, max: 300 })
const residency = section({
  jurisdictions: codes.meta({ description: 'Where it may run' }),
  operators: codes.optional().meta({ description: 'Law the operator may answer to' }),
}).transform((rule) => withoutUndefined(rule))

const siteIds = list(id('Site'), { min: 1, max: 10_000 })

/** The one description of a workload file: its types, its JSON Schema and its parse come from here. */
export const workloadFileSchema = section({
  gridloom: schemaVersion,
  kind: z.enum(['training', 'batch', 'service']),
  name: id('For people and logs'),
  tenant: id('Who asks and pays'),
  priority: z.int().min(0).max(100).default(50).meta({ description: '0 (lowest) to 100' }),
  accelerators: section({
    kind: id('Accelerator kind'),
    count: z.int().min(1).max(10_000_000).meta({ description: 'Over all legs' }),
  }),
  legs: legs.prefault({}),
  sites: section({ allow: siteIds.optional(), deny: siteIds.optional() })
    .transform((sites) => withoutUndefined(sites))
    .optional(),
  command: argumentList('Program and arguments of one leg; no shell reads it'),
  environment: z
    .record(z.string(), z.string().max(32_768))
    .default({})
    .meta({ description: 'Environment of the command' }),
  durationMax: quantity('h', 'Longest run time', positive).optional(),
  wan: wan.optional(),
  trains: trains.optional().meta({
    description:
      'What a training run computes; without "wan" its rate between sites follows from it',
  }),
  checkpoint: checkpoint.optional(),
  flexibility: z
    .enum(['firm', 'shift', 'pause', 'cap'])
    .optional()
    .meta({ description: 'What may be done to it; a service is firm, other work may pause' }),
  fallback: z
    .enum(['pause', 'single-site', 'loose-sync'])
    .default('pause')
    .meta({ description: 'When a leg or the WAN is lost' }),
  deadline: instant('When it must have ended').optional(),
  budget: quantity('USD', 'The most it may cost', positive).optional(),
  residency: residency.optional(),
  datasets: list(id('Dataset it reads'), { max: 10_000 }).prefault([]),
  retriesMax: z.int().min(0).max(100).default(3).meta({ description: 'Fresh starts on failure' }),
}).transform((file): WorkloadSpec => {
  const { durationMax, deadline, budget, ...rest } = file
  return withoutUndefined({
    ...rest,
    legs: { ...file.legs, startTogether: file.legs.startTogether ?? file.kind === 'training' },
    flexibility: file.flexibility ?? defaultFlexibility(file.kind),
    durationMaxH: durationMax,
    deadlineMs: deadline,
    budgetUsd: budget,
  })
})

const defaultFlexibility = (kind: WorkloadKind): Flexibility =>
  kind === 'service' ? 'firm' : 'pause'
