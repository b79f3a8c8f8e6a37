import type { Problem } from '../server/index.ts'

/** What a script may rely on; docs/cli.md is made from this table. */
export const exitCodes = {
  good: { code: 0, meaning: 'done' },
  usage: { code: 1, meaning: 'the command line is not valid' },
  unbound: { code: 1, meaning: 'of `validate`: a model breaks a stated bound on its error' },
  refused: {
    code: 2,
    meaning: 'the input is refused: a file with faults, or something that is not there',
  },
  denied: {
    code: 3,
    meaning:
      'infeasible or denied: no site can take it, or this token may not; with --wait, it ended otherwise than completed',
  },
  broken: { code: 4, meaning: 'a promise is broken: reconcile, verify or replay differ' },
  limit: { code: 5, meaning: 'stopped by a limit: too many requests, or a wait that ran out' },
  unreachable: { code: 6, meaning: 'the daemon cannot be reached, or cannot answer now' },
  defect: { code: 70, meaning: 'a defect in gridloom' },
} as const

export type ExitName = keyof typeof exitCodes

/** The exit that stands for an error of the API. */
export function exitOfProblem({ status, code }: Pick<Problem, 'status' | 'code'>): ExitName {
  if (code === 'http/workload-refused') return 'denied'
  switch (status) {
    case 401:
    case 403:
      return 'denied'
    case 429:
      return 'limit'
    case 503:
      return 'unreachable'
    default:
      return status >= 500 ? 'defect' : 'refused'
  }
}
