import { startServer } from '../server/index.ts'
import { fakeControl, type FakeControl } from '../server/fake-control.ts'
import { runCli } from './program.ts'
import type { Terminal } from './terminal.ts'

/** A terminal that remembers, for tests that run a command without a process. */
export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Fake extends AsyncDisposable {
  readonly url: string
  readonly control: FakeControl
  /** Runs a command line against the fake daemon. */
  run(argv: readonly string[], more?: More): Promise<Ran>
}

export interface More {
  readonly stdin?: string | Uint8Array
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly isTty?: boolean
  readonly stop?: AbortSignal
  /** Sees each piece of output as it comes. */
  readonly onOut?: (text: string) => void
}

export async function runWith(argv: readonly string[], more: More = {}): Promise<Ran> {
  let out = ''
  let err = ''
  const terminal: Terminal = {
    out: (text) => {
      out += text
      more.onOut?.(text)
    },
    err: (text) => void (err += text),
    stdin: (async function* () {
      yield Buffer.from(more.stdin ?? '')
    })(),
    env: { GRIDLOOM_DATA: '/nonexistent', GRIDLOOM_URL: 'http://127.0.0.1:1', ...more.env },
    isTty: more.isTty ?? false,
    columns: 80,
    stop: more.stop ?? new AbortController().signal,
  }
  const code = await runCli(argv, terminal)
  return { code, out, err }
}

/** A server over the control plane in memory; the operator token is `operator`, tenants' tokens are their ids. */
export async function startFake(): Promise<Fake> {
  const control = fakeControl()
  const started = await startServer({
    control,
    port: 0,
    limits: { closeGraceMs: 50 },
    tokens: {
      verify: (token) => {
        if (token === 'operator') return { tokenId: token, viewer: { subject: 'ops', role: 'operator' } } // prettier-ignore
        if (token !== 'acme' && token !== 'zenith') return undefined
        return { tokenId: token, viewer: { subject: token, role: 'tenant', tenantId: token } }
      },
    },
  })
  if (!started.ok) throw new Error('the fake did not start')
  const server = started.value
  return {
    url: server.url,
    control,
    run: (argv, more = {}) =>
      runWith(argv, {
        ...more,
        env: { GRIDLOOM_URL: server.url, GRIDLOOM_TOKEN: 'operator', ...more.env },
      }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
