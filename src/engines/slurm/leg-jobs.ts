import { hasEnded, type LegJob } from './job-outcome.ts'
import { parseComment } from './leg-comment.ts'
import { jobName, type JobRow, type SlurmAnswer, type SlurmTransport } from './transport.ts'

/** The jobs of legs at a site: one for each leg, and those that a submission made once too often. */
export interface LegJobs {
  readonly legs: readonly LegJob[]
  readonly twins: readonly LegJob[]
}

/**
 * Two submissions of one leg can both arrive when the answer of the first is lost. The job with the lowest id is the leg,
 * whatever became of it; launcher-script.ts holds to the same rule, so a twin never runs the command.
 */
export function legJobs(rows: readonly JobRow[]): LegJobs {
  const legs = new Map<string, LegJob>()
  const twins: LegJob[] = []
  for (const row of rows.toSorted((a, b) => a.jobId - b.jobId)) {
    const comment = parseComment(row.comment)
    if (comment === undefined || jobName(comment.legId) !== row.name) continue
    if (legs.has(comment.legId)) twins.push({ row, comment })
    else legs.set(comment.legId, { row, comment })
  }
  return { legs: [...legs.values()], twins }
}

/** The job of a leg, undefined when slurmctld has none; twins that still live are cancelled. */
export async function findLeg(
  transport: SlurmTransport,
  legId: string,
): Promise<SlurmAnswer<LegJob | undefined>> {
  const answer = await transport.jobs(jobName(legId))
  if (answer.status !== 'done') return answer
  const { legs, twins } = legJobs(answer.value)
  await cancelTwins(
    transport,
    twins.filter((twin) => twin.comment.legId === legId),
  )
  return { status: 'done', value: legs.find((leg) => leg.comment.legId === legId) }
}

/** A twin that cannot be cancelled now is seen again by the next observation. */
export async function cancelTwins(
  transport: SlurmTransport,
  twins: readonly LegJob[],
): Promise<void> {
  for (const twin of twins.filter((job) => !hasEnded(job))) await transport.cancel(twin.row.jobId)
}
