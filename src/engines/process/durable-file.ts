import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/**
 * Files that are either whole or not there, whatever is killed in between. The launcher imports this, so it stays small
 * and synchronous: its records are few and each must be on disk before the next thing happens.
 */
let sequence = 0

function writeTemporary(path: string, text: string): string {
  const temporary = `${path}.${process.pid}.${sequence++}.part`
  const file = openSync(temporary, 'w', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return temporary
}

/** Writes or replaces a file. */
export function replaceFile(path: string, text: string): void {
  const temporary = writeTemporary(path, text)
  renameSync(temporary, path)
  syncFolder(dirname(path))
}

/** Writes a file that nobody may write twice; false when it is there already, and then it is left as it is. */
export function createFile(path: string, text: string): boolean {
  const temporary = writeTemporary(path, text)
  try {
    linkSync(temporary, path)
    syncFolder(dirname(path))
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** A new name is on disk only when its folder is. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** The file's JSON; undefined when it is not there, or is not JSON (written by nobody of ours). */
export function readJsonFile<T>(path: string): T | undefined {
  const text = readTextFile(path)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as T
  } catch {
    return undefined
  }
}

export function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return undefined
    throw error
  }
}

export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
}

export const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && (error as NodeJS.ErrnoException).code === code
