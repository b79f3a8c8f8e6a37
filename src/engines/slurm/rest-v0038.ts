import { given } from './leg-comment.ts'
import { isFields, positive, textOf, textsOf, type RestDialect } from './rest-dialect.ts'
import { gresOf } from './transport.ts'

/** slurmrestd v0.0.36 to v0.0.38 (Slurm 20.11 to 22.05): plain values, the environment as an object. */
export const restV0038: RestDialect = {
  submitBody: (job) => ({
    script: job.script,
    job: {
      name: job.name,
      comment: job.comment,
      partition: job.partition,
      ...given('account', job.account),
      nodes: job.nodes,
      tasks: job.nodes,
      [job.gpus.per === 'node' ? 'gpus_per_node' : 'gpus']: gresOf(
        job.gpus.gresType,
        job.gpus.count,
      ),
      time_limit: job.timeLimitMin,
      current_working_directory: job.workingDirectory,
      standard_output: job.outputPath,
      requeue: false,
      environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    },
  }),
  jobRow: (job) => {
    const jobId = positive(job['job_id'])
    if (jobId === undefined) return undefined
    return {
      jobId,
      user: textOf(job['user_name'] ?? job['user']),
      name: textOf(job['name']),
      comment: commentOf(job['comment']),
      state: stateOf(job),
      ...given('startedAtS', positive(job['start_time'] ?? timeOf(job, 'start'))),
      ...given('endedAtS', positive(job['end_time'] ?? timeOf(job, 'end'))),
      ...exitOf(job['exit_code']),
    }
  },
  nodeRow: (node) => ({
    state: [textOf(node['state']), ...textsOf(node['state_flags'])].join('+').toUpperCase(),
    partitions: textsOf(node['partitions']),
    gres: textOf(node['gres']),
    gresUsed: textOf(node['gres_used']),
  }),
}

/** slurmctld gives text, slurmdbd an object of several comments. */
const commentOf = (comment: unknown): string => textOf(isFields(comment) ? comment['job'] : comment)

const stateOf = (job: Readonly<Record<string, unknown>>): string =>
  textOf(job['job_state'] ?? (isFields(job['state']) ? job['state']['current'] : '')).toUpperCase()

const timeOf = (job: Readonly<Record<string, unknown>>, which: 'start' | 'end'): unknown =>
  isFields(job['time']) ? job['time'][which] : undefined

/** slurmctld gives the status of wait(2), slurmdbd an object. */
function exitOf(exit: unknown): { readonly exitCode?: number; readonly exitSignal?: number } {
  if (typeof exit === 'number') return { exitCode: (exit >> 8) & 0xff, exitSignal: exit & 0x7f }
  if (!isFields(exit)) return {}
  const signal = isFields(exit['signal']) ? exit['signal']['signal_id'] : undefined
  const code = exit['return_code']
  return {
    ...given('exitCode', typeof code === 'number' ? code : undefined),
    ...given('exitSignal', positive(signal)),
  }
}
