import { BlockList, isIP } from 'node:net'
import type { Diagnostic } from '../diagnostics/index.ts'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true
  const family = isIP(host)
  return family !== 0 && loopback.check(host, family === 4 ? 'ipv4' : 'ipv6')
}

/**
 * There is no TLS here: on another address than loopback every token crosses the network in the open, unless a proxy
 * stands in front. So it takes a word of the operator, and leaves a warning even then.
 */
export function checkListenAddress(host: string, isPublicAllowed: boolean): Diagnostic | undefined {
  if (isLoopback(host)) return undefined
  return {
    code: 'server/public-address',
    severity: isPublicAllowed ? 'warning' : 'error',
    pointer: '',
    message: `${host} can be reached from other machines, and tokens would cross the network without encryption`,
    hint: isPublicAllowed
      ? 'let only a proxy with TLS reach this port'
      : 'listen on 127.0.0.1 behind a proxy with TLS, or say --listen-public if that is what you want',
  }
}

const localName = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i

/** A page of a stranger can make a browser send requests here under the stranger's own name; this tells them apart. */
export const isLocalHostHeader = (header: string | undefined): boolean =>
  header !== undefined && localName.test(header)
