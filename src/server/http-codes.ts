/**
 * The codes that only the HTTP door gives. What is wrong with a fleet or a workload keeps the code of the room that
 * found it and travels in `diagnostics`; these say what was wrong with the request that carried it.
 */
export interface HttpCode {
  readonly status: number
  readonly title: string
  readonly explanation: string
}

export const httpCodes = {
  'http/bad-parameter': {
    status: 400,
    title: 'A parameter of the request is not valid',
    explanation:
      'A path or query parameter is missing, unknown or out of range. Every one that is wrong is listed in `diagnostics` with a pointer; /openapi.json says what each may be.',
  },
  'http/bad-body': {
    status: 400,
    title: 'The body cannot be read',
    explanation:
      'The body is not JSON, or not of the form that the route asks for. Send {"text": "...", "fileName": "..."} as application/json, or the workload file itself as application/yaml.',
  },
  'http/missing-token': {
    status: 401,
    title: 'A token is needed',
    explanation:
      'Send `Authorization: Bearer glm_...`. The CLI takes it from GRIDLOOM_TOKEN or from `operator.token` in the data directory; `gridloom token create` makes one.',
  },
  'http/bad-token': {
    status: 401,
    title: 'The token is not valid',
    explanation:
      'The token is unknown, revoked or past its end. The answer is the same for all three on purpose. `gridloom token list` shows the tokens of a data directory.',
  },
  'http/role-forbidden': {
    status: 403,
    title: 'The role of this token may not do this',
    explanation:
      'Operators may do everything; tenants submit, cancel and see their own work; viewers only look. Links and journal checks are for operators.',
  },
  'http/forbidden': {
    status: 403,
    title: 'Not allowed',
    explanation: 'The control plane refused the request for whoever asked; `detail` says why.',
  },
  'http/not-found': {
    status: 404,
    title: 'There is nothing here for you',
    explanation:
      'No such route, workload, tenant or link, or it belongs to someone else: the answer is the same, so that ids cannot be probed.',
  },
  'http/idempotency-conflict': {
    status: 409,
    title: 'This idempotency key was used for something else',
    explanation:
      'The same key again is the same submission. A different workload needs a different key.',
  },
  'http/body-too-large': {
    status: 413,
    title: 'The body is too large',
    explanation:
      'A request may carry 1 MiB unless the daemon was started with another limit. A workload file is a few kilobytes; data belongs in a dataset.',
  },
  'http/wrong-host': {
    status: 421,
    title: 'This daemon does not answer to that host name',
    explanation:
      'A daemon on loopback answers only to localhost, 127.0.0.1 and [::1], so that a web page cannot reach it through a name that points here (DNS rebinding).',
  },
  'http/unsupported-media-type': {
    status: 415,
    title: 'The body has a type that is not understood',
    explanation: 'Use application/json or application/yaml.',
  },
  'http/workload-invalid': {
    status: 422,
    title: 'The workload is not valid',
    explanation: 'Every problem is in `diagnostics`, with line and column of the file as sent.',
  },
  'http/workload-refused': {
    status: 422,
    title: 'The workload can never be placed, or may not be',
    explanation:
      'It was understood and recorded, and refused. `reasons` has one row for each site with the constraint, what it needs and the limit.',
  },
  'http/too-many-requests': {
    status: 429,
    title: 'Too many requests',
    explanation:
      'Each token has a number of requests per minute. `Retry-After` says how many seconds to wait.',
  },
  'http/too-many-streams': {
    status: 429,
    title: 'Too many open event streams',
    explanation: 'Each token may hold a few event streams. Close one, or ask for pages instead.',
  },
  'http/defect': {
    status: 500,
    title: 'A defect in gridloom',
    explanation:
      'Nothing that you sent should cause this. The log of the daemon has the request id and the cause; please report both.',
  },
  'http/unavailable': {
    status: 503,
    title: 'The control plane cannot do this now',
    explanation: 'It is starting, stopping or not the leader. Try again shortly.',
  },
} as const satisfies Readonly<Record<string, HttpCode>>

export type HttpCodeName = keyof typeof httpCodes

export const isHttpCode = (code: string): code is HttpCodeName => Object.hasOwn(httpCodes, code)
