/** What a user is promised: limits of the 99th percentile. */
export interface ServiceLevel {
  readonly ttftMaxMs: number
  readonly tpotMaxMs: number
  readonly source: string
}

const mlperf = 'MLCommons, MLPerf Inference v5.1 rules, p99 limits'

/** The constraints of MLPerf Inference v5.1, which the industry agreed on as what a use needs. */
export const serviceLevels = {
  'llama2-70b-server': { ttftMaxMs: 2000, tpotMaxMs: 200, source: mlperf },
  'llama2-70b-interactive': { ttftMaxMs: 450, tpotMaxMs: 40, source: mlperf },
  'llama3.1-405b-server': { ttftMaxMs: 6000, tpotMaxMs: 175, source: mlperf },
  'llama3.1-405b-interactive': { ttftMaxMs: 4500, tpotMaxMs: 80, source: mlperf },
  'deepseek-r1-server': { ttftMaxMs: 2000, tpotMaxMs: 80, source: mlperf },
} as const satisfies Readonly<Record<string, ServiceLevel>>

export type ServiceLevelName = keyof typeof serviceLevels
