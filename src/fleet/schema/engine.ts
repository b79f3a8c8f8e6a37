import { z } from 'zod'
import { cite } from '../../diagnostics/index.ts'
import type { EngineConfig } from '../fleet.ts'
import { quantity } from './quantity-field.ts'
import { refuse, section, withoutUndefined } from './section.ts'
import { argumentList } from './text-field.ts'

const port = z.int().min(1024).max(65_535).meta({ description: 'A port above the privileged ones' })

const ports = section({ from: port, to: port })
  .meta({ description: 'Ports from which rendezvous ports are taken' })
  .superRefine(({ from, to }, context) => {
    if (from < to) return
    const message = `ports ${from} to ${to} are no range`
    refuse(context, {
      code: 'fleet/bad-ports',
      message,
      hint: 'the first port must be below the last',
    })
  })

/** A word that Slurm or a file system takes as a name: it cannot be an option, a path upwards or several words. */
const word = (description: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/u, 'letters, digits, dots, dashes, underscores')
    .meta({ description })

const absolutePath = (description: string) =>
  z
    .string()
    .max(1024)
    .meta({ description, examples: ['/var/spool/gridloom'] })
    .superRefine((path, context) => {
      const isPlain = /^\/[A-Za-z0-9_.@+/-]*$/u.test(path) && !path.split('/').includes('..')
      if (isPlain) return
      const message = `${cite(path)} is not a plain absolute path`
      const hint = 'begin with "/", use letters, digits and ._@+-, and no ".."'
      refuse(context, { code: 'fleet/bad-path', message, hint })
    })

const address = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,39})$/u,
    'a host name or an IP address',
  )
  .meta({ description: 'Host name or IP address at which the site is reached by its peers' })

const restUrl = z
  .string()
  .max(2048)
  .meta({ description: 'Base address of slurmrestd', examples: ['http://10.0.0.5:6820'] })
  .superRefine((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    const isPlain =
      url !== undefined &&
      /^(?:https?|unix):$/u.test(url.protocol) &&
      url.username === '' &&
      url.password === '' &&
      !/\s/u.test(text)
    if (isPlain) return
    const message = `${cite(text)} is not the address of a slurmrestd`
    const hint = 'write http://HOST:PORT without user and password; the token has its own file'
    refuse(context, { code: 'fleet/bad-url', message, hint })
  })

const processEngine = section({
  kind: z.literal('process'),
  ports,
  workingDirectory: z
    .union([z.literal('.'), absolutePath('A folder on this machine')])
    .meta({
      description:
        'Where commands start: a folder, or "." for the one the daemon was started in. Without it each leg has a folder of its own',
    })
    .optional(),
}).transform((engine): EngineConfig => withoutUndefined(engine))

const simulatedEngine = section({
  kind: z.literal('simulated'),
  seed: z.int().min(0).max(0xffff_ffff).default(1).meta({ description: 'Seed of its faults' }),
  allocate: quantity('s', 'Time to hand out nodes').prefault('1 s'),
  failureRate: quantity('1/h', 'Failures of a leg by the hour').prefault('0 /h'),
}).transform(({ kind, seed, allocate, failureRate }): EngineConfig => ({
  kind,
  seed,
  allocateS: allocate,
  failureRatePerH: failureRate,
}))

const slurmEngine = section({
  kind: z.literal('slurm'),
  transport: z.enum(['rest', 'cli']).meta({ description: 'slurmrestd, or sbatch and its kin' }),
  restUrl: restUrl.optional(),
  tokenFile: absolutePath('File that holds the JWT, never the token itself').optional(),
  user: word('User whose jobs they are').optional(),
  commandPrefix: argumentList('Put before each Slurm command, e.g. ssh and its host').optional(),
  slurmConf: absolutePath('SLURM_CONF for the commands').optional(),
  partition: word('Partition that takes the jobs'),
  account: word('Account that is charged').optional(),
  workingDirectory: absolutePath('Directory for logs and checkpoints, on every node'),
  gresTypeByPool: z
    .record(z.string(), word('Slurm gres type, e.g. h100'))
    .meta({ description: 'Pool id to gres type' }),
  address,
  ports,
}).transform((engine): EngineConfig => withoutUndefined(engine))

export const engineSchema = z
  .discriminatedUnion('kind', [processEngine, simulatedEngine, slurmEngine])
  .meta({ description: 'What runs legs here' })
  .transform((engine): EngineConfig => engine)
