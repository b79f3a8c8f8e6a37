import { given } from './leg-comment.ts'
import {
  isFields,
  positive,
  textOf,
  textsOf,
  type Fields,
  type RestDialect,
} from './rest-dialect.ts'
import { gresOf } from './transport.ts'

/**
 * slurmrestd v0.0.39 and later (Slurm 23.02 on): numbers that may be unset are objects, states and the environment are
 * lists, and accelerators are asked for as TRES. Held against recorded bodies only: the servers that speak it are newer
 * than the Slurm of Debian 12, which is the one that the tests run.
 */
export const restV0040: RestDialect = {
  submitBody: (job) => ({
    script: job.script,
    job: {
      name: job.name,
      comment: job.comment,
      partition: job.partition,
      ...given('account', job.account),
      nodes: String(job.nodes),
      minimum_nodes: job.nodes,
      maximum_nodes: job.nodes,
      tasks: job.nodes,
      [job.gpus.per === 'node' ? 'tres_per_node' : 'tres_per_job']:
        `gres/gpu:${gresOf(job.gpus.gresType, job.gpus.count)}`,
      time_limit: { set: true, infinite: false, number: job.timeLimitMin },
      current_working_directory: job.workingDirectory,
      standard_output: job.outputPath,
      requeue: false,
      environment: ['PATH=/usr/local/bin:/usr/bin:/bin'],
    },
  }),
  jobRow: (job) => {
    const jobId = positive(job['job_id'])
    if (jobId === undefined) return undefined
    const time = isFields(job['time']) ? job['time'] : {}
    return {
      jobId,
      user: textOf(job['user_name'] ?? job['user']),
      name: textOf(job['name']),
      comment: textOf(isFields(job['comment']) ? job['comment']['job'] : job['comment']),
      state: stateOf(job),
      ...given('startedAtS', positive(numberOf(job['start_time'] ?? time['start']))),
      ...given('endedAtS', positive(numberOf(job['end_time'] ?? time['end']))),
      ...exitOf(job['exit_code']),
    }
  },
  nodeRow: (node) => ({
    state: textsOf(node['state']).join('+').toUpperCase(),
    partitions: textsOf(node['partitions']),
    gres: textOf(node['gres']),
    gresUsed: textOf(node['gres_used']),
  }),
}

/** A list of a base state and flags; a job that still gives its nodes back is not over. */
function stateOf(job: Fields): string {
  const state = isFields(job['state']) ? job['state']['current'] : job['job_state']
  const words = Array.isArray(state) ? textsOf(state) : [textOf(state)]
  const upper = words.map((word) => word.toUpperCase())
  return upper.includes('COMPLETING') ? 'COMPLETING' : (upper[0] ?? '')
}

/** `{ set, infinite, number }` or a plain number. */
function numberOf(value: unknown): number | undefined {
  if (isFields(value)) return value['set'] === false ? undefined : numberOf(value['number'])
  return typeof value === 'number' ? value : undefined
}

function exitOf(exit: unknown): { readonly exitCode?: number; readonly exitSignal?: number } {
  if (!isFields(exit)) return {}
  const signal = isFields(exit['signal']) ? exit['signal']['id'] : undefined
  return {
    ...given('exitCode', numberOf(exit['return_code'])),
    ...given('exitSignal', positive(numberOf(signal))),
  }
}
