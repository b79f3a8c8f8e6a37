import { chmodSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { SlurmConfig } from '../../../src/engines/slurm/slurm-config.ts'

/**
 * A way to the site with a fault on it: every order arrives and the answer to a submission is lost, as when a link is cut
 * just then; or no job is seen, as by one who asked a moment too early.
 */
export interface FaultyWay extends AsyncDisposable {
  readonly config: SlurmConfig
}
export type WayFault = 'loses-answers' | 'sees-no-jobs'

export async function faultyWay(
  config: SlurmConfig,
  { fault, folder }: { readonly fault: WayFault; readonly folder: string },
): Promise<FaultyWay> {
  return config.transport === 'rest'
    ? faultyProxy(config, fault)
    : faultyCommand(config, { fault, folder })
}

async function faultyProxy(config: SlurmConfig, fault: WayFault): Promise<FaultyWay> {
  const server = createServer((incoming, outgoing) => {
    const target = new URL(incoming.url!, config.restUrl)
    const { method, headers } = incoming
    const onward = request(target, { method: method!, headers }, (answer) => {
      if (fault === 'loses-answers' && target.pathname.endsWith('/job/submit')) {
        answer.resume().on('end', () => incoming.socket.destroy())
        return
      }
      if (fault === 'sees-no-jobs' && target.pathname.endsWith('/jobs')) {
        answer.resume().on('end', () => outgoing.end('{"errors":[],"jobs":[]}'))
        return
      }
      outgoing.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => incoming.socket.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    config: { ...config, restUrl: `http://127.0.0.1:${port}` },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** As an ssh whose connection breaks: the command has run, its output and its exit code are gone. */
function faultyCommand(
  config: SlurmConfig,
  { fault, folder }: { readonly fault: WayFault; readonly folder: string },
): FaultyWay {
  const path = join(folder, fault)
  const text = {
    'loses-answers': `*" sbatch "*) "$@" > /dev/null; echo "Connection closed" >&2; exit 255 ;;`,
    'sees-no-jobs': `*" squeue "*) exit 0 ;;`,
  }[fault]
  writeFileSync(path, `#!/bin/bash\ncase " $* " in\n${text}\n*) exec "$@" ;;\nesac\n`)
  chmodSync(path, 0o755)
  return {
    config: { ...config, commandPrefix: [path, ...(config.commandPrefix ?? [])] },
    [Symbol.asyncDispose]: async () => undefined,
  }
}
