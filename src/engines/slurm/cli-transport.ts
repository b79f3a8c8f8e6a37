import { runAtSite, type CommandRoute } from './cli-command.ts'
import { parseNodes, parseSacct, parseSqueue, sacctFormat, squeueFormat } from './cli-text.ts'
import { gone, isGone, isGoneMessage, isPassingMessage } from './slurm-error.ts'
import {
  done,
  gresOf,
  jobNamePrefix,
  type JobRequest,
  type SlurmAnswer,
  type SlurmTransport,
} from './transport.ts'

export interface CliRoute extends CommandRoute {
  /** `SLURM_CONF` for the commands, where it is not the site's default. */
  readonly slurmConf?: string
}

/** Slurm by its own commands, here or behind a prefix such as ssh. */
export function cliTransport(route: CliRoute): SlurmTransport {
  const variables = [
    'SLURM_TIME_FORMAT=%s',
    ...(route.slurmConf === undefined ? [] : [`SLURM_CONF=${route.slurmConf}`]),
  ]
  const slurm = async (
    command: readonly string[],
    input?: string,
  ): Promise<SlurmAnswer<string>> => {
    const result = await runAtSite(
      route,
      ['env', ...variables, ...command],
      input === undefined ? {} : { input },
    )
    if (result.status === 'failed') return { status: 'unknown', why: result.why }
    if (result.exitCode === 0) return { status: 'done', value: result.output.toString('utf8') }
    return failure(`${command[0]}: ${result.errors || `exit code ${result.exitCode}`}`)
  }

  return {
    kind: 'cli',
    submit: async (job) => {
      const answer = await slurm(sbatch(job), job.script)
      if (answer.status !== 'done') return answer
      const jobId = /^(\d+)(?:;|$)/m.exec(answer.value.trim())?.[1]
      return jobId === undefined
        ? { status: 'unknown', why: `sbatch answers ${JSON.stringify(answer.value.slice(0, 80))}` }
        : { status: 'done', value: Number(jobId) }
    },
    jobs: async (name) => {
      const only = name === undefined ? [] : ['--name', name]
      const answer = await slurm(['squeue', '-h', '--me', '-t', 'all', ...only, '-O', squeueFormat])
      if (answer.status !== 'done') return answer
      const rows = parseSqueue(answer.value)
      return { status: 'done', value: rows.filter((row) => row.name.startsWith(jobNamePrefix)) }
    },
    nodes: async () => {
      const answer = await slurm(['scontrol', 'show', 'node', '-o', '-d'])
      return answer.status === 'done' ? { status: 'done', value: parseNodes(answer.value) } : answer
    },
    setComment: async (jobId, comment) =>
      plain(await slurm(['scontrol', 'update', `JobId=${jobId}`, `Comment=${comment}`])),
    nudge: async (jobId) =>
      plain(await slurm(['scancel', '--batch', '--signal', 'USR2', String(jobId)])),
    cancel: async (jobId) => {
      const answer = plain(await slurm(['scancel', String(jobId)]))
      return isGone(answer) ? done : answer
    },
    pastJobs: async (name) => {
      // Without a start sacct looks at today only. A site without slurmdbd, or without sacct, has no past jobs to tell.
      const command = ['sacct', '-n', '-X', '-P', '-S', 'now-30days', '--name', name]
      const answer = await slurm([...command, '-o', sacctFormat])
      if (answer.status !== 'done')
        return /storage is disabled|No such file|not found/i.test(answer.why)
          ? { status: 'done', value: [] }
          : answer
      return {
        status: 'done',
        value: parseSacct(answer.value).filter((row) => row.name === name),
      }
    },
  }
}

function sbatch(job: JobRequest): readonly string[] {
  const gres = gresOf(job.gpus.gresType, job.gpus.count)
  return [
    'sbatch',
    '--parsable',
    // Nothing of the daemon's environment, secrets least of all, travels with a tenant's job.
    '--export=NIL',
    '--no-requeue',
    `--job-name=${job.name}`,
    `--comment=${job.comment}`,
    `--partition=${job.partition}`,
    ...(job.account === undefined ? [] : [`--account=${job.account}`]),
    `--nodes=${job.nodes}`,
    `--ntasks=${job.nodes}`,
    job.gpus.per === 'node' ? `--gpus-per-node=${gres}` : `--gpus=${gres}`,
    `--time=${job.timeLimitMin}`,
    `--chdir=${job.workingDirectory}`,
    `--output=${job.outputPath}`,
  ]
}

/** Only a clear word of slurmctld about this request is a refusal; a broken ssh or a missing program may be mended. */
function failure(message: string): SlurmAnswer<never> {
  if (isGoneMessage(message)) return gone(message)
  const isSlurmctldsWord =
    /Batch job submission failed|Unable to allocate resources|slurm_update error|error: Kill job error/i
  return {
    status: isSlurmctldsWord.test(message) && !isPassingMessage(message) ? 'refused' : 'unknown',
    why: message,
  }
}

const plain = (answer: SlurmAnswer<string>): SlurmAnswer =>
  answer.status === 'done' ? done : answer
