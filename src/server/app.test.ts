import type { FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import type { Viewer } from '../control/index.ts'
import { buildApp, type ServerLimits } from './app.ts'
import { fakeControl, type FakeControl } from './fake-control.ts'
import { httpCodes } from './http-codes.ts'
import type { Problem } from './problem.ts'

const viewers: Readonly<Record<string, Viewer>> = {
  operator: { subject: 'ops', role: 'operator' },
  acme: { subject: 'ann', role: 'tenant', tenantId: 'acme' },
  zenith: { subject: 'zoe', role: 'tenant', tenantId: 'zenith' },
  viewer: { subject: 'wall', role: 'viewer' },
  bound: { subject: 'desk', role: 'viewer', tenantId: 'acme' },
}
const tokens = {
  verify: (token: string) => {
    const viewer = viewers[token]
    return viewer && { tokenId: token, viewer }
  },
}

const open: FastifyInstance[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()))
})

async function start(
  limits: Partial<ServerLimits> = {},
): Promise<{ app: FastifyInstance; control: FakeControl }> {
  const control = fakeControl()
  const app = await buildApp({ control, tokens, limits })
  open.push(app)
  return { app, control }
}

interface Call {
  readonly as?: string
  readonly method?: 'GET' | 'POST' | 'DELETE'
  readonly body?: unknown
  readonly headers?: Record<string, string>
}
const call = (
  app: FastifyInstance,
  url: string,
  { as = 'operator', method = 'GET', body, headers }: Call = {},
) =>
  // prettier-ignore
  app.inject({
    method,
    url,
    headers: { ...(as !== '' && { authorization: `Bearer ${as}` }), ...headers },
    ...(body !== undefined && { payload: body as string | object }),
  })

interface Operation {
  readonly description: string
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly responses: Record<string, { readonly content?: Record<string, unknown> }>
  readonly requestBody?: { readonly content: Record<string, unknown> }
}
interface Described {
  readonly url: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly operation: Operation
}

async function described(app: FastifyInstance): Promise<Described[]> {
  const { paths } = (await call(app, '/openapi.json', { as: '' })).json<{
    paths: Record<string, Record<string, Operation>>
  }>()
  return Object.entries(paths).flatMap(([url, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      url,
      method: method.toUpperCase() as Described['method'],
      operation,
    })),
  )
}

/** A path with values that exist for acme. */
const filled = (url: string): string =>
  url
    .replace('{id}', 'w1')
    .replace('{rank}', '0')
    .replace('{target}', 'mke-atl')
    .replace('{room}/{name}', 'http/not-found')

const bodyOf = ({ operation, url }: Described): unknown =>
  operation.requestBody && (url.includes('links') ? { state: 'down' } : { text: 'fine' })

describe('who may do what', () => {
  /** Every route and every role; a route that is missing here fails the test. */
  const expected: Record<string, string> = {
    'GET /v1/workloads': 'operator acme zenith viewer bound',
    'POST /v1/workloads': 'operator acme zenith',
    'GET /v1/workloads/{id}': 'operator acme viewer bound',
    'DELETE /v1/workloads/{id}': 'operator acme',
    'GET /v1/workloads/{id}/explain': 'operator acme viewer bound',
    'GET /v1/workloads/{id}/legs/{rank}/log': 'operator acme viewer bound',
    'GET /v1/sites': 'operator acme zenith viewer bound',
    'GET /v1/routes': 'operator acme zenith viewer bound',
    'POST /v1/links/{target}': 'operator',
    'GET /v1/status': 'operator acme zenith viewer bound',
    'GET /v1/bill': 'operator acme zenith viewer bound',
    'GET /v1/bill/reconcile': 'operator viewer',
    'POST /v1/journal/verify': 'operator',
    'POST /v1/journal/replay': 'operator',
    'GET /v1/events': 'operator acme zenith viewer bound',
    'GET /v1/explain-code/{room}/{name}': 'operator acme zenith viewer bound',
    'GET /metrics': 'operator viewer',
    'GET /healthz': 'public',
    'GET /openapi.json': 'public',
  }

  it('is exactly this for every route in the description', async () => {
    const { app, control } = await start({ events: { ...quick, quietMs: 1 } })
    const found: Record<string, string> = {}
    for (const route of await described(app)) {
      const allowed: string[] = []
      for (const as of ['', ...Object.keys(viewers)]) {
        control.workloads.splice(0, Infinity, ...fakeControl().workloads)
        const url = `${filled(route.url)}${route.url === '/v1/events' ? '?follow=false' : ''}`
        const body = bodyOf(route)
        const answer = await call(app, url, { as, method: route.method, ...(body !== undefined && { body }) }) // prettier-ignore
        if (answer.statusCode < 300) allowed.push(as === '' ? 'public' : as)
        else expect([401, 403, 404]).toContain(answer.statusCode)
        if (as === '' && answer.statusCode >= 300) expect(answer.statusCode).toBe(401)
      }
      found[`${route.method} ${route.url}`] = allowed.includes('public')
        ? 'public'
        : allowed.join(' ')
    }
    expect(found).toEqual(expected)
  })

  it('hides what belongs to another tenant as if it were not there', async () => {
    const { app, control } = await start()
    const withId = (await described(app)).filter(({ url }) => url.includes('{id}'))
    expect(withId.length).toBeGreaterThanOrEqual(4)
    for (const route of withId) {
      const foreign = await call(app, filled(route.url), { as: 'zenith', method: route.method })
      const absent = await call(app, filled(route.url).replace('w1', 'w9'), { as: 'zenith', method: route.method }) // prettier-ignore
      expect(foreign.statusCode).toBe(404)
      const strip = (body: string): string => body.replaceAll(/w[19]|urn:uuid:[\w-]+/g, '')
      expect(strip(foreign.body)).toBe(strip(absent.body))
    }
    expect(control.calls).toEqual([])
  })

  it('never lets a word about another tenant into an answer', async () => {
    const { app, control } = await start({ events: { ...quick, quietMs: 1 } })
    control.emit({ workloadId: 'w1', tenantId: 'acme', summary: 'acme only' })
    for (const route of await described(app)) {
      if (route.method !== 'GET' || route.url === '/openapi.json') continue
      const query = route.url === '/v1/events' ? '?follow=false' : ''
      const { body } = await call(app, filled(route.url) + query, { as: 'zenith' })
      expect(body, route.url).not.toContain('acme')
    }
  })

  it('bills a tenant for itself and finds no other tenant', async () => {
    const { app } = await start()
    const own = await call(app, '/v1/bill', { as: 'acme' })
    expect(own.json()).toMatchObject({ tenantId: 'acme' })
    expect((await call(app, '/v1/bill?tenant=zenith', { as: 'acme' })).statusCode).toBe(404)
    expect((await call(app, '/v1/bill?tenant=nobody')).statusCode).toBe(404)
    expect((await call(app, '/v1/bill')).json()).not.toHaveProperty('tenantId')
  })

  it('refuses a token that is missing, wrong or malformed before reading the body', async () => {
    const { app, control } = await start()
    for (const headers of [{}, { authorization: 'Basic b3Bz' }, { authorization: 'Bearer nope' }]) {
      const answer = await call(app, '/v1/workloads', { as: '', method: 'POST', body: { text: 'fine' }, headers }) // prettier-ignore
      expect(answer.statusCode).toBe(401)
      expect(answer.headers['www-authenticate']).toContain('Bearer')
    }
    expect((await call(app, '/v1/status?token=operator', { as: '' })).statusCode).toBe(401)
    expect(control.calls).toEqual([])
  })
})

describe('the description', () => {
  it('documents every route, its problems as problem+json, and no copies', async () => {
    const { app } = await start()
    const routes = await described(app)
    const registered = app.printRoutes({ commonPrefix: false }).match(/\((GET|POST|DELETE)[^)]*\)/g) // prettier-ignore
    expect(routes.length).toBe(registered?.join().match(/GET|POST|DELETE/g)?.length)
    for (const { url, operation } of routes) {
      for (const [status, response] of Object.entries(operation.responses)) {
        const types = Object.keys(response.content ?? {})
        if (Number(status) >= 400) expect(types, url).toEqual(['application/problem+json'])
      }
      expect(operation.description, url).toMatch(/^For /)
    }
    const document = (await call(app, '/openapi.json')).json<{
      openapi: string
      components: { schemas: Record<string, unknown> }
    }>()
    expect(document.openapi).toBe('3.1.0')
    const text = JSON.stringify(document)
    const used = new Set([...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name)) // prettier-ignore
    expect([...used].sort()).toEqual(Object.keys(document.components.schemas).sort())
  })
})

describe('a submission', () => {
  const post = (app: FastifyInstance, text: string, more: Call = {}) =>
    call(app, '/v1/workloads', { method: 'POST', body: { text, fileName: 'w.yaml' }, ...more })

  it('is acknowledged with its place, its key and the name of its file', async () => {
    const { app, control } = await start()
    const answer = await post(app, 'fine', { as: 'acme', headers: { 'idempotency-key': 'k-1' } })
    expect(answer.statusCode).toBe(201)
    expect(answer.headers.location).toBe('/v1/workloads/w3')
    expect(control.calls).toEqual(['submit ann k-1 w.yaml'])
  })

  it('comes as YAML too', async () => {
    const { app, control } = await start()
    const answer = await call(app, '/v1/workloads', { method: 'POST', body: 'fine: yes', headers: { 'content-type': 'application/yaml' } }) // prettier-ignore
    expect(answer.statusCode).toBe(201)
    expect(control.calls).toEqual(['submit ops - workload.yaml'])
  })

  it.each([
    ['bad', 422, 'http/workload-invalid'],
    ['refused', 422, 'http/workload-refused'],
    ['conflict', 409, 'http/idempotency-conflict'],
    ['other', 403, 'http/forbidden'],
    ['standby', 503, 'http/unavailable'],
    ['boom', 500, 'http/defect'],
  ])('that is %s gets %i %s as a problem', async (text, status, code) => {
    const { app } = await start()
    const answer = await post(app, text)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    const problem = answer.json<Problem>()
    expect(problem).toMatchObject({ status, code, type: `/v1/explain-code/${code}` })
    expect(answer.body).not.toMatch(/secret|node_modules|\.ts:/)
    expect((await call(app, problem.type)).json()).toMatchObject({ code })
  })

  it('keeps the diagnostics and the reasons as data', async () => {
    const { app } = await start()
    expect((await post(app, 'bad')).json()).toMatchObject({
      diagnostics: [{ code: 'fleet/bad-quantity', at: { line: 3, column: 6 } }],
    })
    expect((await post(app, 'refused')).json()).toMatchObject({
      workloadId: 'w3',
      reasons: [{ constraint: 'facility-power', slack: -7.4 }, { constraint: 'cost' }],
    })
  })

  it('writes nothing as a dry run', async () => {
    const { app, control } = await start()
    const answer = await call(app, '/v1/workloads?dryRun=true', { method: 'POST', body: { text: 'fine' } }) // prettier-ignore
    expect(answer.json()).toMatchObject({ status: 'placed', costUsd: 12.5 })
    expect(control.calls).toEqual([])
  })

  it.each([
    ['over the limit', 413, { body: { text: 'x'.repeat(5000) } }],
    ['of an unknown type', 415, { body: 'x', headers: { 'content-type': 'text/plain' } }],
    ['not JSON', 400, { body: '{', headers: { 'content-type': 'application/json' } }],
    ['with another key', 400, { body: { text: 'fine', shell: 'x' } }],
    ['that reaches for a prototype', 400, { body: '{"text":"fine","__proto__":{}}', headers: { 'content-type': 'application/json' } }], // prettier-ignore
    ['not UTF-8', 400, { body: Buffer.from([0xff, 0xfe]), headers: { 'content-type': 'application/yaml' } }], // prettier-ignore
    ['with a key of 200 characters', 400, { body: { text: 'fine' }, headers: { 'idempotency-key': 'k'.repeat(200) } }], // prettier-ignore
  ])('%s is refused with %i', async (_, status, more: Call) => {
    const { app, control } = await start({ bodyMaxBytes: 4096 })
    const answer = await call(app, '/v1/workloads', { method: 'POST', ...more })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(control.calls).toEqual([])
  })
})

describe('every request', () => {
  it('gets all that is wrong with its parameters at once', async () => {
    const { app } = await start()
    const answer = await call(app, '/v1/workloads?limit=0&state=dancing&colour=red')
    expect(answer.statusCode).toBe(400)
    const pointers = answer.json<Problem>().diagnostics.map(({ pointer }) => pointer)
    expect(pointers).toEqual(['/querystring/state', '/querystring/limit', '/querystring'])
  })

  it.each(['/v1/workloads/..%2f..%2fetc', '/v1/workloads/w1;rm', '/v1/workloads/%00'])(
    'may not carry the path %s',
    async (url) => {
      const { app } = await start()
      expect((await call(app, url)).statusCode).toBe(400)
    },
  )

  it('is counted by token', async () => {
    const { app } = await start({ requestsPerMinute: 2 })
    const statuses: number[] = []
    for (let i = 0; i < 3; i += 1) {
      statuses.push((await call(app, '/v1/status', { as: 'acme' })).statusCode)
    }
    expect(statuses).toEqual([200, 200, 429])
    const last = await call(app, '/v1/status', { as: 'acme' })
    expect(last.headers['retry-after']).toBeDefined()
    expect(last.json()).toMatchObject({ code: 'http/too-many-requests' })
    expect((await call(app, '/v1/status', { as: 'zenith' })).statusCode).toBe(200)
  })

  it('under a foreign host name learns nothing', async () => {
    const { app } = await start()
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io', '10.0.0.1']) {
      const answer = await call(app, '/healthz', { as: '', headers: { host } })
      expect(answer.statusCode, host).toBe(421)
    }
    for (const host of ['localhost:8642', '127.0.0.1', '[::1]:1']) {
      expect((await call(app, '/healthz', { headers: { host } })).statusCode).toBe(200)
    }
  })

  it('is answered with an id, without leave for other origins, caches or frames', async () => {
    const { app } = await start()
    const { headers } = await call(app, '/v1/status', { headers: { origin: 'http://evil.example' } }) // prettier-ignore
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
    })
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it('to nowhere is a problem too', async () => {
    const { app } = await start()
    expect((await call(app, '/v2')).json()).toMatchObject({ code: 'http/not-found', status: 404 })
    expect((await call(app, '/v1/links/nowhere', { method: 'POST', body: { state: 'up' } })).statusCode).toBe(404) // prettier-ignore
  })

  it('leaves neither token nor body in the log', async () => {
    const lines: string[] = []
    const app = await buildApp({
      control: fakeControl(),
      tokens,
      logger: { level: 'trace', stream: { write: (line: string) => void lines.push(line) } },
    })
    open.push(app)
    await call(app, '/v1/workloads', { method: 'POST', body: { text: 'boom very-private' } })
    await call(app, '/v1/status', { as: 'acme' })
    const log = lines.join('')
    expect(log).toContain('defect')
    expect(log).not.toMatch(/very-private|Bearer|authorization/)
  })
})

describe('pages, logs and metrics', () => {
  it('lists in pages that meet without a gap', async () => {
    const { app } = await start()
    const first = (await call(app, '/v1/workloads?limit=1')).json()
    expect(first).toMatchObject({ workloads: [{ id: 'w1' }], next: 'w1' })
    const second = (await call(app, `/v1/workloads?limit=1&after=${first.next}`)).json()
    expect(second).toMatchObject({ workloads: [{ id: 'w2' }] })
    expect(second).not.toHaveProperty('next')
  })

  it('reads a log from a byte on', async () => {
    const { app } = await start()
    const tail = (await call(app, '/v1/workloads/w1/legs/0/log?from=17')).json()
    expect(tail).toEqual({ text: 'step 2 loss 2.25 é\n', nextByte: 37, isEnded: true })
    expect((await call(app, '/v1/workloads/w1/legs/5/log')).statusCode).toBe(404)
  })

  it('gives metrics that Prometheus can read', async () => {
    const { app } = await start()
    const { body, headers } = await call(app, '/metrics', { as: 'viewer' })
    expect(headers['content-type']).toContain('text/plain; version=0.0.4')
    expect(body).toContain('gridloom_workloads{state="running",note="a \\"quoted\\"\\nline"} 2')
    expect(body).toContain('# TYPE gridloom_http_request_duration_seconds histogram')
    for (const line of body.trim().split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) .*|[a-z][a-z0-9_]*(\{.*\})? ([\d.e+-]+|nan)|)$/i)
    }
  })

  it('has an explanation for every code of its own', async () => {
    const { app } = await start()
    for (const code of Object.keys(httpCodes)) {
      expect((await call(app, `/v1/explain-code/${code}`)).json()).toMatchObject({ code })
    }
    expect((await call(app, '/v1/explain-code/no/such')).statusCode).toBe(404)
  })
})

const quick = {
  bufferMaxBytes: 65_536,
  heartbeatMs: 5,
  drainMs: 50,
  streamsPerTokenMax: 2,
  streamsMax: 8,
  quietMs: 50,
}
