import { restCall, type RestRequest, type RestServer } from './rest-call.ts'
import {
  isFields,
  offeredVersions,
  offersAccounting,
  type Fields,
  type RestDialect,
} from './rest-dialect.ts'
import { restV0038 } from './rest-v0038.ts'
import { restV0040 } from './rest-v0040.ts'
import { isGone } from './slurm-error.ts'
import {
  done,
  jobNamePrefix,
  type JobRow,
  type SlurmAnswer,
  type SlurmTransport,
} from './transport.ts'

/** What the server speaks, and whether slurmdbd stands behind it. */
interface Plugin {
  readonly version: number
  readonly dialect: RestDialect
  readonly hasAccounting: boolean
}

const oldestVersion = 36
const firstTypedVersion = 39

/** Slurm by slurmrestd. The plugin version is asked for once, and again after an answer that the server does not know. */
export function restTransport(server: RestServer): SlurmTransport {
  let known: Plugin | undefined
  const plugin = async (): Promise<SlurmAnswer<Plugin>> => {
    if (known !== undefined) return { status: 'done', value: known }
    const answer = await restCall(server, { method: 'GET', path: '/openapi/v3' })
    if (answer.status !== 'done') return answer
    const chosen = choosePlugin(answer.value)
    if (chosen.status === 'done') known = chosen.value
    return chosen
  }
  /** A call under the plugin's path; `read` takes the value from the body. */
  const call = async <T>(
    request: (plugin: Plugin) => RestRequest,
    read: (body: Fields, plugin: Plugin) => T | undefined,
  ): Promise<SlurmAnswer<T>> => {
    const spoken = await plugin()
    if (spoken.status !== 'done') return spoken
    const { method, path, body } = request(spoken.value)
    const under = path.replace('/V/', `/v0.0.${spoken.value.version}/`)
    const answer = await restCall(server, { method, path: under, body })
    if (answer.status !== 'done') {
      known = answer.status === 'unknown' ? undefined : known
      return answer
    }
    const value = isFields(answer.value) ? read(answer.value, spoken.value) : undefined
    return value === undefined
      ? { status: 'unknown', why: `slurmrestd answers ${path} without what was asked for` }
      : { status: 'done', value }
  }
  const act = async (request: RestRequest): Promise<SlurmAnswer> => {
    const answer = await call(
      () => request,
      () => true,
    )
    return answer.status === 'done' ? done : answer
  }
  const ours = (body: Fields, dialect: RestDialect): readonly JobRow[] | undefined =>
    list(body['jobs'])
      ?.map((job) => dialect.jobRow(job))
      .filter((row) => row !== undefined)
      .filter((row) => row.name.startsWith(jobNamePrefix))
      .filter((row) => server.user === undefined || row.user === server.user)
      .map(({ user, ...row }) => row)

  return {
    kind: 'rest',
    submit: (job) =>
      call(
        ({ dialect }) => ({
          method: 'POST',
          path: '/slurm/V/job/submit',
          body: dialect.submitBody(job),
        }),
        (body) => (typeof body['job_id'] === 'number' ? body['job_id'] : undefined),
      ),
    jobs: () =>
      call(
        () => ({ method: 'GET', path: '/slurm/V/jobs' }),
        (body, { dialect }) => ours(body, dialect),
      ),
    nodes: () =>
      call(
        () => ({ method: 'GET', path: '/slurm/V/nodes' }),
        (body, { dialect }) =>
          list(body['nodes'])
            ?.map((node) => dialect.nodeRow(node))
            .filter((row) => row !== undefined),
      ),
    setComment: (jobId, comment) =>
      act({ method: 'POST', path: `/slurm/V/job/${jobId}`, body: { comment } }),
    cancel: async (jobId) => {
      const answer = await act({ method: 'DELETE', path: `/slurm/V/job/${jobId}` })
      return isGone(answer) ? done : answer
    },
    pastJobs: async (name) => {
      const spoken = await plugin()
      if (spoken.status !== 'done') return spoken
      if (!spoken.value.hasAccounting) return { status: 'done', value: [] }
      return call(
        () => ({ method: 'GET', path: `/slurmdb/V/jobs?job_name=${encodeURIComponent(name)}` }),
        (body, { dialect }) => ours(body, dialect)?.filter((row) => row.name === name),
      )
    },
  }
}

function choosePlugin(openApi: unknown): SlurmAnswer<Plugin> {
  const version = offeredVersions(openApi).find((offered) => offered >= oldestVersion)
  if (version === undefined)
    return { status: 'unknown', why: `slurmrestd offers no plugin from v0.0.${oldestVersion} on` }
  const dialect = version >= firstTypedVersion ? restV0040 : restV0038
  const hasAccounting = offersAccounting(openApi, version)
  return { status: 'done', value: { version, dialect, hasAccounting } }
}

const list = (value: unknown): readonly Fields[] | undefined =>
  Array.isArray(value) ? value.filter(isFields) : undefined
