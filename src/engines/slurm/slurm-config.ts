import { posix } from 'node:path'
import type { EngineConfig } from '../../fleet/index.ts'
import { isSafeArgument } from './cli-command.ts'
import { cliTransport } from './cli-transport.ts'
import { restTransport } from './rest-transport.ts'
import type { SlurmTransport } from './transport.ts'

export type SlurmConfig = Extract<EngineConfig, { readonly kind: 'slurm' }>

/**
 * Why no Slurm can be asked by this configuration, or undefined. What becomes an argument of a command that ssh may carry
 * has to be of the safe alphabet; a path with a blank in it is refused here and not half understood there.
 */
export function slurmConfigFault(config: SlurmConfig): string | undefined {
  const { workingDirectory, transport, partition, account, slurmConf } = config
  if (!posix.isAbsolute(workingDirectory)) return 'workingDirectory is not an absolute path'
  const sent = { workingDirectory, partition, account, slurmConf, ...config.gresTypeByPool }
  for (const [name, text] of Object.entries(sent))
    if (text !== undefined && !isSafeArgument(text))
      return `${name} ${JSON.stringify(text)} holds signs that a shell may read`
  // The output path is a pattern to Slurm, in which % begins a name.
  if (workingDirectory.includes('%')) return 'workingDirectory holds a %'
  if (transport !== 'rest') return undefined
  if (config.restUrl === undefined || config.tokenFile === undefined)
    return 'the REST transport needs restUrl and tokenFile'
  if (!URL.canParse(config.restUrl) || !/^https?:$/.test(new URL(config.restUrl).protocol))
    return `restUrl ${JSON.stringify(config.restUrl)} is no http address`
  return undefined
}

export function transportFor(config: SlurmConfig, timeoutMs: number): SlurmTransport {
  const fault = slurmConfigFault(config)
  if (fault !== undefined) return silentTransport(config.transport, fault)
  const { restUrl, tokenFile, user, commandPrefix, slurmConf } = config
  if (config.transport === 'rest')
    return restTransport({
      url: restUrl!,
      tokenFile: tokenFile!,
      timeoutMs,
      ...(user === undefined ? {} : { user }),
    })
  return cliTransport({
    prefix: commandPrefix ?? [],
    timeoutMs,
    ...(slurmConf === undefined ? {} : { slurmConf }),
  })
}

/** A site that cannot be asked, and says why. */
function silentTransport(kind: SlurmTransport['kind'], why: string): SlurmTransport {
  const answer = async (): Promise<{ readonly status: 'unknown'; readonly why: string }> => ({
    status: 'unknown',
    why: `the site's configuration: ${why}`,
  })
  return {
    kind,
    submit: answer,
    jobs: answer,
    nodes: answer,
    setComment: answer,
    cancel: answer,
    pastJobs: answer,
  }
}
