import { open } from 'node:fs/promises'
import { failed, good, simple, type Outcome } from './failure.ts'
import type { Terminal } from './terminal.ts'

/** A fleet of fifty sites is about 200 kB; what is larger than this is not a fleet and is not read. */
export const fileMaxBytes = 8 * 1024 * 1024

export interface ReadFile {
  readonly bytes: Uint8Array
  /** For diagnostics; `<stdin>` for `-`. */
  readonly fileName: string
}

/** At most `fileMaxBytes`, whatever the file is: a device or a pipe without end is left off at the limit. */
export async function readInput(path: string, terminal: Terminal): Promise<Outcome<ReadFile>> {
  if (path === '-') return collect(terminal.stdin, '<stdin>')
  try {
    await using file = await open(path, 'r')
    const stat = await file.stat()
    if (stat.isDirectory()) return unreadable(path, 'it is a directory')
    if (stat.size > fileMaxBytes) return tooLarge(path)
    return await collect(file.createReadStream({ autoClose: false }), path)
  } catch (error) {
    return unreadable(path, error instanceof Error ? error.message : String(error))
  }
}

async function collect(
  stream: AsyncIterable<Uint8Array>,
  fileName: string,
): Promise<Outcome<ReadFile>> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    length += chunk.length
    if (length > fileMaxBytes) return tooLarge(fileName)
    chunks.push(chunk)
  }
  return good({ bytes: Buffer.concat(chunks), fileName })
}

const tooLarge = (fileName: string): Outcome<never> =>
  failed('refused', [
    {
      code: 'cli/file-too-large',
      severity: 'error',
      pointer: '',
      at: { file: fileName, line: 1, column: 1, length: 1 },
      message: `the file is larger than ${fileMaxBytes / 1024 / 1024} MiB and was not read`,
      hint: 'a fleet or workload file is a few hundred kilobytes at most: is this the right file?',
    },
  ])

const unreadable = (fileName: string, why: string): Outcome<never> =>
  simple('refused', {
    code: 'cli/unreadable-file',
    message: `cannot read ${fileName}: ${why}`,
    hint: 'give the path of a file, or - for standard input',
  })
