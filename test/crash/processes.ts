import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Processes of this machine that name the directory in their command line, environment or working directory. */
export function processesOf(directory: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name) && Number(name) !== process.pid)
    .filter((pid) => mentions(pid, directory))
    .map((pid) => `${pid}: ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`)
}

const mentions = (pid: string, directory: string): boolean =>
  read(`/proc/${pid}/cmdline`).includes(directory) ||
  read(`/proc/${pid}/environ`).includes(directory) ||
  link(`/proc/${pid}/cwd`).startsWith(directory)

/** A process may end while it is looked at, or belong to somebody else. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
