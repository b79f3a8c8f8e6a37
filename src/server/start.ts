import type { FastifyInstance } from 'fastify'
import type { Diagnostic, Result } from '../diagnostics/index.ts'
import { buildApp, defaultLimits, type AppOptions } from './app.ts'
import { checkListenAddress, isLoopback } from './listen-address.ts'

export interface StartOptions extends Omit<AppOptions, 'isLocalOnly'> {
  /** Loopback unless said otherwise; another address needs `isPublicAllowed`. */
  readonly host?: string
  /** 0 takes a free one. */
  readonly port?: number
  readonly isPublicAllowed?: boolean
}

export interface RunningServer extends AsyncDisposable {
  readonly url: string
}

/** One daemon, one port. Disposing ends the event streams and waits for requests in flight. */
export async function startServer(options: StartOptions): Promise<Result<RunningServer>> {
  const { host = '127.0.0.1', port = 8642, isPublicAllowed = false, ...rest } = options
  const warning = checkListenAddress(host, isPublicAllowed)
  if (warning?.severity === 'error') return { ok: false, diagnostics: [warning] }
  const app = await buildApp({ ...rest, isLocalOnly: isLoopback(host) })
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    return { ok: false, diagnostics: [cannotListen(error, `${host}:${port}`)] }
  }
  const bound = app.server.address()
  const boundPort = bound !== null && typeof bound === 'object' ? bound.port : port
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`
  return {
    ok: true,
    value: { url, [Symbol.asyncDispose]: () => closeSoon(app, options.limits?.closeGraceMs) },
    notes: warning ? [warning] : [],
  }
}

/** A connection that never sends its request would hold the server open; after a grace every connection is cut. */
async function closeSoon(
  app: FastifyInstance,
  graceMs = defaultLimits.closeGraceMs,
): Promise<void> {
  const deadline = setTimeout(() => app.server.closeAllConnections(), graceMs)
  await app.close()
  clearTimeout(deadline)
}

function cannotListen(error: unknown, where: string): Diagnostic {
  const { code } = error as NodeJS.ErrnoException
  return {
    code: 'server/cannot-listen',
    severity: 'error',
    pointer: '',
    message: `cannot listen on ${where}: ${error instanceof Error ? error.message : String(error)}`,
    hint:
      code === 'EADDRINUSE'
        ? 'another daemon may be running there: stop it, or choose another --port'
        : 'choose another --listen address or --port',
  }
}
