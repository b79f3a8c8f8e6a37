import * as z from 'zod'
import { actionAnswer } from './answers.ts'
import { defineRoute, type RegisterRoute } from './route.ts'
import { actionReply } from './schema-workload.ts'
import { controlStatus, routeList, siteList } from './schema-world.ts'

const tag = 'world'

const sites = defineRoute({
  method: 'GET',
  url: '/v1/sites',
  access: 'any',
  tag,
  summary: 'Sites with their load and limits',
  reply: siteList,
  handle: ({ control }) => ({ status: 200, body: { sites: control.sites() } }),
})

const routes = defineRoute({
  method: 'GET',
  url: '/v1/routes',
  access: 'any',
  tag,
  summary: 'Routes with what is booked on them',
  reply: routeList,
  handle: ({ control }) => ({ status: 200, body: { routes: control.routes() } }),
})

const status = defineRoute({
  method: 'GET',
  url: '/v1/status',
  access: 'any',
  tag,
  summary: 'Version, journal head and hashes, leadership',
  reply: controlStatus,
  handle: ({ control }) => ({ status: 200, body: control.status() }),
})

const setLink = defineRoute({
  method: 'POST',
  url: '/v1/links/:target',
  access: 'operator',
  tag,
  summary: 'Declare a link dark or lit: a span, route:ID or srlg:ID',
  problems: [404, 413, 415, 503],
  params: z.strictObject({
    target: z
      .string()
      .regex(/^((span|route|srlg):)?[a-z][a-z0-9-]{0,62}$/, 'a span id, route:ID or srlg:ID'),
  }),
  body: z.strictObject({ state: z.enum(['up', 'down']) }),
  consumes: ['application/json'],
  reply: actionReply,
  handle: async ({ control, viewer, params, body }) =>
    actionAnswer(
      await control.setLink(params.target, body.state === 'up', viewer.subject),
      `link ${params.target}`,
    ),
})

export const worldRoutes: readonly RegisterRoute[] = [sites, routes, status, setLink]
