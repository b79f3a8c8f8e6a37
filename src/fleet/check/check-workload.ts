import type { WorkloadSpec } from '../workload.ts'
import { checkEnvironment } from './environment.ts'
import type { Finding } from './finding.ts'
import { checkLegs } from './legs.ts'
import { checkTrains } from './trains.ts'

/** What a workload may not be, whatever the fleet; `spec` is absent when the schema refused the file. */
export function checkWorkload(value: unknown, spec: WorkloadSpec | undefined): readonly Finding[] {
  if (spec === undefined) return checkEnvironment(value)
  return [
    ...checkEnvironment(value),
    ...checkLegs(spec),
    ...checkTrains(spec),
    ...checkTimes(spec),
    ...checkFlexibility(spec, 'flexibility' in (value as object)),
    ...checkSites(spec),
  ]
}

function checkTimes(spec: WorkloadSpec): readonly Finding[] {
  const findings: Finding[] = []
  if (spec.durationMaxH === undefined && spec.kind !== 'service') {
    const message = `a ${spec.kind} workload says how long it may run`
    const hint = 'add "durationMax", as in "durationMax: 8 h"; only a service runs until cancelled'
    findings.push({ code: 'workload/no-duration', path: ['durationMax'], message, hint })
  }
  const { checkpoint } = spec
  if (checkpoint !== undefined && checkpoint.durationS >= checkpoint.intervalS) {
    const message = 'a checkpoint takes as long as the time between two, so no work is done'
    const hint = 'checkpoint less often'
    findings.push({ code: 'workload/checkpoint-too-often', path: ['checkpoint'], message, hint })
  }
  return findings
}

/** Asked for by name it is an error; as the default of a short file it is only said. */
function checkFlexibility(spec: WorkloadSpec, isWritten: boolean): readonly Finding[] {
  if (spec.flexibility !== 'pause' || spec.checkpoint !== undefined) return []
  const code = 'workload/pause-without-checkpoint'
  const path = ['flexibility']
  const hint =
    'add "checkpoint: { interval: 10 min, duration: 20 s, size: 1 GB }", or write "flexibility: firm"'
  if (isWritten) {
    const message = 'work that is paused and resumed needs a checkpoint'
    return [{ code, path, message, hint }]
  }
  const message = 'without a checkpoint it starts again from nothing when it is paused'
  return [{ code, severity: 'note', path, message, hint }]
}

function checkSites({ sites }: WorkloadSpec): readonly Finding[] {
  const allowed = new Set(sites?.allow)
  return (sites?.deny ?? []).flatMap((id, i) => {
    if (!allowed.has(id)) return []
    const path = ['sites', 'deny', i]
    const message = `site "${id}" is both allowed and denied`
    return [{ code: 'workload/site-conflict', path, message, hint: 'remove it from one list' }]
  })
}
