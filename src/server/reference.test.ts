import { readFileSync, writeFileSync } from 'node:fs'
import { format } from 'prettier'
import { expect, it } from 'vitest'
import { buildApp, defaultLimits } from './app.ts'
import { fakeControl } from './fake-control.ts'
import { httpCodes } from './http-codes.ts'

/** docs/api.md is made from the description that the server gives: what is out of date is written anew, and fails once. */
const page = new URL('../../docs/api.md', import.meta.url)

interface Operation {
  readonly summary: string
  readonly description: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description?: string }[] // prettier-ignore
  readonly responses: Record<string, unknown>
}

const limits = defaultLimits
const head = `# HTTP API

Made from the routes by \`src/server/reference.test.ts\`; do not edit. The whole description, with every field and its unit, is
\`/openapi.json\` of a running daemon (OpenAPI 3.1).

## Tokens

\`Authorization: Bearer glm_<id>_<secret>\`, and nothing else: no cookie, no query parameter. \`gridloom token create\` makes one and
shows it once; the daemon keeps a SHA-256 of its 256 random bits in \`tokens.json\` (mode 0600) in its data directory. A token is
revoked with the next request.

| role | may |
| --- | --- |
| operator | everything |
| tenant | submit and cancel its own work, see its own work and bill |
| viewer | look: at the whole fleet, or, bound to a tenant, at what that tenant sees |

What belongs to another tenant is not found (404), so that ids cannot be probed. What a role may not do at all is 403.

## Errors

Every error is \`application/problem+json\` (RFC 9457) with \`code\`, \`diagnostics\` (the same objects that the CLI prints) and,
when a workload is refused, \`reasons\`. \`type\` is a path on the same server that explains the code.
`

const tail = `
## Limits

| limit | default |
| --- | --- |
| body | ${limits.bodyMaxBytes / 1024} KiB |
| requests of one token in a minute: of an operator, of others | ${limits.operatorRequestsPerMinute}, ${limits.requestsPerMinute} |
| open event streams: of one token, in all | ${limits.events.streamsPerTokenMax}, ${limits.events.streamsMax} |
| unsent events held for one reader | ${limits.events.bufferMaxBytes / 1024} KiB, then the stream ends and the reader comes back |
| silence on an event stream | ${limits.events.heartbeatMs / 1000} s, then a comment |

The daemon listens on loopback and answers only to local host names. Another address needs \`--listen-public\` and a proxy with TLS
in front. There is no CORS.

## Events

\`GET /v1/events\` gives server-sent events: \`id\` is the sequence number in the journal, \`event\` the kind, \`data\` the event as
JSON. With \`Last-Event-ID\` (browsers and \`gridloom events -f\` send it) the stream goes on after that event, as far back as the
daemon remembers. A tenant gets the events of its own workloads.
`

async function render(): Promise<string> {
  const app = await buildApp({ control: fakeControl(), tokens: { verify: () => undefined } })
  const { paths } = (await app.inject('/openapi.json')).json<{
    paths: Record<string, Record<string, Operation>>
  }>()
  await app.close()
  const rows = Object.entries(paths)
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
    )
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .map(({ path, method, operation }) => {
      const parameters = (operation.parameters ?? [])
        .filter((one) => one.in !== 'path')
        .map(({ name }) => `\`${name}\``)
      const who = operation.description.replace(/^For |\.$/g, '')
      return `| \`${method.toUpperCase()} ${path}\` | ${operation.summary} | ${parameters.join(' ')} | ${who} |` // prettier-ignore
    })
  const codes = Object.entries(httpCodes).map(
    ([code, { status, title }]) => `| ${status} | \`${code}\` | ${title} |`,
  )
  return [
    head,
    '| status | code | meaning |\n| --- | --- | --- |',
    codes.join('\n'),
    '\n## Routes\n',
    '| route | what | query and headers | for |\n| --- | --- | --- | --- |',
    rows.join('\n'),
    tail,
  ].join('\n')
}

it('docs/api.md says what the routes say', async () => {
  const fresh = await format(await render(), { parser: 'markdown', printWidth: 100 })
  const found = readFileSync(page, { encoding: 'utf8', flag: 'a+' })
  if (found !== fresh) writeFileSync(page, fresh)
  expect(found).toBe(fresh)
})
